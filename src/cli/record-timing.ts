import { resolve } from 'node:path';
import type { Invocation } from '../domain/index.ts';
import { type Host, startCpuProfile } from '../host/index.ts';
import type { Reporter } from '../report/index.ts';

export interface RecordTimingOptions {
  readonly host: Host;
  readonly invocation: Invocation;
  readonly reporter: Reporter;
}

/** Does the work, and with `--record-timing-info` writes a profile of it. A file that cannot be written fails nothing. */
export async function recordTiming<Value>(
  { host, invocation, reporter }: RecordTimingOptions,
  work: () => Promise<Value>,
): Promise<Value> {
  const path = invocation.flags['RECORD_TIMING_INFO'];
  if (typeof path !== 'string' || path === '') return work();
  const profile = await startCpuProfile();
  try {
    return await work();
  } finally {
    const json = await profile.stop();
    try {
      host.files.write(resolve(host.workingDirectory, path), json);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const text = `The profile could not be written: ${reason}`;
      reporter.event({ type: 'message', level: 'error', name: 'Note', text });
    }
  }
}
