import { vi } from 'vitest';
import { main } from '../../src/cli/main.ts';

/** The command line, called in this process and in its working directory: a process for each call takes minutes. */
export async function callCli(
  args: readonly string[],
): Promise<{ readonly code: number; readonly out: string }> {
  let out = '';
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      if (name === 'stdout') out += String(text);
      return true;
    }),
  );
  try {
    await main(args);
    return { code: Number(process.exitCode ?? 0), out };
  } finally {
    process.exitCode = undefined;
    for (const each of spies) each.mockRestore();
  }
}
