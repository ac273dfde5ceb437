/** Exit code of a process that SIGINT ended. */
const INTERRUPTED = 130;

/**
 * Ctrl-C: the first asks the command to stop, which interrupts running queries and still writes what happened; the second
 * ends the process at once.
 */
export function listenForInterrupts(): { readonly signal: AbortSignal; stop(): void } {
  const controller = new AbortController();
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(INTERRUPTED);
    controller.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    signal: controller.signal,
    stop() {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}
