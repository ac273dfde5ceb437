/** Lets one worker sleep until there is something to do. */
export interface Bell {
  ring(): void;
  /** Resolves at the next ring; at once when it was rung since the last time. */
  heard(): Promise<void>;
}

export function createBell(): Bell {
  let isRung = false;
  let wake: (() => void) | undefined;
  return {
    ring() {
      isRung = true;
      wake?.();
    },
    heard: () =>
      new Promise((done) => {
        const answer = () => {
          isRung = false;
          wake = undefined;
          done();
        };
        if (isRung) answer();
        else wake = answer;
      }),
  };
}
