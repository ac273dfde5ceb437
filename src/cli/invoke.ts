import { invokeCommand } from '../commands/index.ts';
import type { EventSink } from '../domain/index.ts';
import { createHost, fitThreadPool, type Host } from '../host/index.ts';
import { commandLoaders } from './command-loaders.ts';
import { withDotenv } from './dotenv.ts';
import { terminalKeys } from './keys.ts';
import { openOutput } from './output.ts';
import { type CommandCall, prepareCall } from './prepare-call.ts';
import { recordTiming } from './record-timing.ts';
import { listenForInterrupts } from './signals.ts';

function hostOfProcess(): Host {
  const host = createHost();
  return { ...host, env: withDotenv(host.env, host.files, host.workingDirectory) };
}

/** Runs a command of the command line. Answers the exit code: 0 went well, 1 a failure that was dealt with, 2 it stopped. */
export async function invoke(call: CommandCall, argv: readonly string[]): Promise<number> {
  const host = hostOfProcess();
  const { created, given } = prepareCall({ call, host, argv });
  const command = await (commandLoaders[call.command.name] as (typeof commandLoaders)[string])();
  const reporter = openOutput({ host, created, given, isLive: command.readsKeys === true });
  const events: EventSink = (event) => {
    if (event.type === 'concurrency') fitThreadPool(event.threads);
    reporter.event(event);
  };
  const interrupts = listenForInterrupts({ endsWithReader: command.readsKeys === true });
  try {
    const { invocation } = created;
    // Lines of JSON or plain text are for programs, even where they end up on a terminal.
    const isDrawn = invocation.flags['LOG_FORMAT'] === 'default';
    const keys = command.readsKeys === true && isDrawn ? terminalKeys() : undefined;
    const result = await recordTiming({ host, invocation, reporter }, () =>
      invokeCommand(command, { ...created, host, events, signal: interrupts.signal, keys }),
    );
    return command.succeeded(result) ? 0 : 1;
  } catch {
    // The reporter has told what happened.
    return 2;
  } finally {
    reporter.close();
    interrupts.stop();
  }
}
