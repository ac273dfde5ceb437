import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

const bin = resolve(import.meta.dirname, '..', '..', 'bin', 'sluice.cjs');

/** One line of the JSON output. */
export interface Line {
  readonly info: {
    readonly name: string;
    readonly level: string;
    readonly msg: string;
    readonly code: string;
  };
  // biome-ignore lint/suspicious/noExplicitAny: what other programs read is looked at as they see it
  readonly data: any;
}

/** A `sluice watch` of its own process, and what it has told. */
export interface Watching {
  readonly lines: readonly Line[];
  /** The next event of this name, in the order in which they were told; those before it are passed over. */
  next(name: string, isMeant?: (line: Line) => boolean): Promise<Line>;
  /** Everything that was told up to the next rest. */
  untilIdle(): Promise<{ readonly idle: Line; readonly told: readonly Line[] }>;
  /** Interrupts it; answers the exit code. */
  stop(): Promise<number | null>;
}

/** Longest wait for an event: machines may be busy. */
const PATIENCE = 30_000;

export function watching(root: string, args: readonly string[] = []): Watching {
  const env = { ...process.env, CI: '', GITHUB_ACTIONS: '' };
  const child: ChildProcess = spawn(process.execPath, [bin, 'watch', '--log-format', 'json', ...args], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: Line[] = [];
  let faults = '';
  let look: (() => void) | undefined;
  child.stderr?.on('data', (text: Buffer) => {
    faults += text.toString();
  });
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (text) => {
    lines.push(JSON.parse(text) as Line);
    look?.();
  });
  const exited = new Promise<number | null>((done) => {
    child.on('exit', (code) => done(code));
  });
  let seen = 0;
  const next = (name: string, isMeant: (line: Line) => boolean = () => true) =>
    new Promise<Line>((done, fail) => {
      const told = () => lines.map(({ info }) => `${info.name}: ${info.msg}`).join('\n');
      const timer = setTimeout(() => fail(new Error(`no ${name} in:\n${told()}\n${faults}`)), PATIENCE);
      look = () => {
        for (; seen < lines.length; seen++) {
          const line = lines[seen] as Line;
          if (line.info.name !== name || !isMeant(line)) continue;
          seen++;
          look = undefined;
          clearTimeout(timer);
          done(line);
          return;
        }
      };
      look();
    });
  return {
    lines,
    next,
    async untilIdle() {
      const from = seen;
      const idle = await next('WatchIdle');
      return { idle, told: lines.slice(from, seen) };
    },
    stop() {
      child.kill('SIGINT');
      return exited;
    },
  };
}
