/** Exit code of a process that SIGINT ended. */
const INTERRUPTED = 130;

export interface InterruptOptions {
  /** The command goes on until it is stopped, and is of no use when nobody reads what it says. */
  readonly endsWithReader: boolean;
}

/**
 * Ctrl-C, a request to end and a terminal that is closed: the first asks the command to stop, which interrupts running queries
 * and still writes what happened; a second Ctrl-C or request ends the process at once. That the terminal is gone is often said
 * twice, by the system and by the shell, and by nobody who waits: it never counts as a second.
 *
 * `stop` is called when all is written. A process whose terminal is gone ends there, by the signal itself: what waits for it sees
 * 129, and Node 20 fails an assertion when it is to leave a terminal that is no more as it was.
 */
export function listenForInterrupts({ endsWithReader }: InterruptOptions): {
  readonly signal: AbortSignal;
  stop(): void;
} {
  const controller = new AbortController();
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(INTERRUPTED);
    controller.abort();
  };
  const onGone = () => controller.abort();
  let isHungUp = false;
  const onHangUp = () => {
    isHungUp = true;
    onGone();
  };
  const listeners = { SIGINT: onSignal, SIGTERM: onSignal, SIGHUP: onHangUp };
  for (const [name, listener] of Object.entries(listeners)) process.on(name, listener);
  if (endsWithReader) process.stdout.on('error', onGone);
  return {
    signal: controller.signal,
    stop() {
      for (const [name, listener] of Object.entries(listeners)) process.off(name, listener);
      process.stdout.off('error', onGone);
      if (isHungUp) process.kill(process.pid, 'SIGHUP');
    },
  };
}
