interface Waiting<Question, Answer> {
  readonly question: Question;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

export interface BatchOptions<Question, Answer> {
  /** How many questions are put at once at most. */
  readonly most: number;
  /** How many batches are worked on beside each other: fewer questions than `most` are shared between them. */
  readonly lanes: number;
  /** Answers in the order of the questions. */
  readonly answer: (questions: readonly Question[]) => Promise<readonly Answer[]>;
}

/**
 * Puts questions together that are asked in one turn of the event loop, or while all lanes are busy: for statements that take a
 * fraction of a millisecond, the way to the engine and back is most of what they cost. When a batch fails, all of its questions do.
 */
export function inBatches<Question, Answer>({ most, lanes, answer }: BatchOptions<Question, Answer>) {
  let waiting: Waiting<Question, Answer>[] = [];
  let idle = lanes;
  const run = async (batch: readonly Waiting<Question, Answer>[]): Promise<void> => {
    try {
      const answers = await answer(batch.map((each) => each.question));
      for (const [index, each] of batch.entries()) each.resolve(answers[index] as Answer);
    } catch (error) {
      for (const each of batch) each.reject(error);
    }
    idle++;
    start();
  };
  const start = (): void => {
    while (waiting.length > 0 && idle > 0) {
      const share = Math.min(most, Math.ceil(waiting.length / idle));
      const batch = waiting.slice(0, share);
      waiting = waiting.slice(share);
      idle--;
      void run(batch);
    }
  };
  return (question: Question): Promise<Answer> =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(start);
      waiting.push({ question, resolve, reject });
    });
}
