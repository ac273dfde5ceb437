interface Waiting<Question, Answer> {
  readonly question: Question;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

export interface BatchOptions<Question, Answer> {
  /** How many questions are put at once at most. */
  readonly most: number;
  /** How many batches can be worked on beside each other: fewer questions than `most` are shared between them. */
  readonly lanes: number;
  /** Answers in the order of the questions. */
  readonly answer: (questions: readonly Question[]) => Promise<readonly Answer[]>;
}

/**
 * Puts questions that are asked in one turn of the event loop together: for statements that take a fraction of a millisecond, the
 * way to the engine and back is most of what they cost. When a batch fails, all of its questions do.
 */
export function inBatches<Question, Answer>({ most, lanes, answer }: BatchOptions<Question, Answer>) {
  let waiting: Waiting<Question, Answer>[] = [];
  const run = async (batch: readonly Waiting<Question, Answer>[]): Promise<void> => {
    try {
      const answers = await answer(batch.map((each) => each.question));
      for (const [index, each] of batch.entries()) each.resolve(answers[index] as Answer);
    } catch (error) {
      for (const each of batch) each.reject(error);
    }
  };
  const start = (): void => {
    const all = waiting;
    waiting = [];
    const share = Math.min(most, Math.ceil(all.length / lanes));
    for (let at = 0; at < all.length; at += share) void run(all.slice(at, at + share));
  };
  return (question: Question): Promise<Answer> =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(start);
      waiting.push({ question, resolve, reject });
    });
}
