import { spawn } from 'node:child_process';
import { CommandNotFound, type Processes } from './processes.ts';

function gather(stream: NodeJS.ReadableStream | null): { text(): string } {
  const chunks: Buffer[] = [];
  stream?.on('data', (chunk: Buffer) => chunks.push(chunk));
  return { text: () => Buffer.concat(chunks).toString('utf8') };
}

/** The child processes of this machine. */
export const realProcesses: Processes = {
  run: ({ command, args, folder, env, signal, isLeftAlone = false }) =>
    new Promise((done, fail) => {
      const child = spawn(command, [...args], {
        cwd: folder,
        env: { ...process.env, ...env },
        stdio: isLeftAlone ? 'ignore' : ['ignore', 'pipe', 'pipe'],
        detached: isLeftAlone,
        shell: false,
        windowsHide: true,
        signal,
      });
      const out = gather(child.stdout);
      const err = gather(child.stderr);
      if (isLeftAlone) {
        child.unref();
        child.once('spawn', () => done({ code: 0, stdout: '', stderr: '' }));
      }
      child.once('error', (error: NodeJS.ErrnoException) =>
        fail(error.code === 'ENOENT' || error.code === 'EACCES' ? new CommandNotFound(error.message) : error),
      );
      child.once('close', (code) => done({ code, stdout: out.text(), stderr: err.text() }));
    }),
};
