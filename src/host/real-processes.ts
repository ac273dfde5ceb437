import { spawn } from 'node:child_process';
import { CommandNotFound, type Processes } from './processes.ts';

function gather(stream: NodeJS.ReadableStream): { text(): string } {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return { text: () => Buffer.concat(chunks).toString('utf8') };
}

/** The child processes of this machine. */
export const realProcesses: Processes = {
  run: ({ command, args, folder, env, signal }) =>
    new Promise((done, fail) => {
      const child = spawn(command, [...args], {
        cwd: folder,
        env: { ...process.env, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
        shell: false,
        windowsHide: true,
        signal,
      });
      const out = gather(child.stdout);
      const err = gather(child.stderr);
      child.once('error', (error: NodeJS.ErrnoException) =>
        fail(error.code === 'ENOENT' || error.code === 'EACCES' ? new CommandNotFound(error.message) : error),
      );
      child.once('close', (code) => done({ code, stdout: out.text(), stderr: err.text() }));
    }),
};
