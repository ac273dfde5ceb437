/** What Ctrl-C sends while keys are read one by one. */
const CONTROL_C = '\u0003';

/** Single keys of the terminal that this was started in. */
export interface TerminalKeys {
  listen(onKey: (key: string) => void): () => void;
}

/**
 * Reads keys as they are pressed; undefined where no person sits at a terminal. Ctrl-C interrupts as ever, and the terminal is
 * left as it was found.
 */
export function terminalKeys(): TerminalKeys | undefined {
  const { stdin, stdout } = process;
  if (stdin.isTTY !== true || stdout.isTTY !== true) return undefined;
  return {
    listen(onKey) {
      const onData = (data: string) => {
        if (data.includes(CONTROL_C)) process.kill(process.pid, 'SIGINT');
        // What is pasted comes at once; what a special key sends starts with Escape and is one key.
        else if (data.startsWith('\u001b')) onKey(data);
        else for (const key of data) onKey(key);
      };
      const restore = () => stdin.setRawMode(false);
      stdin.setRawMode(true);
      stdin.setEncoding('utf8');
      stdin.on('data', onData);
      stdin.resume();
      process.once('exit', restore);
      return () => {
        stdin.off('data', onData);
        stdin.pause();
        restore();
        process.off('exit', restore);
      };
    },
  };
}
