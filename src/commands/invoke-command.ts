import { VERSION } from '../base/index.ts';
import { type Diagnostic, DiagnosticError, diagnostic } from '../diagnostics/index.ts';
import type { EventSink } from '../domain/index.ts';
import { type Host, scrubbedFiles, scrubberOf, systemDiagnostic } from '../host/index.ts';
import { secretsOf } from '../project/index.ts';
import type { KeySource } from '../watch/index.ts';
import type { Command } from './command.ts';
import type { CreatedInvocation } from './flags/create-invocation.ts';
import { notifyOutcome } from './notify.ts';
import { createSession } from './session.ts';

export interface CommandCall extends CreatedInvocation {
  readonly host: Host;
  readonly events: EventSink;
  /** Stops the command: running statements are interrupted, and the results say so. */
  readonly signal?: AbortSignal | undefined;
  /** Single keys, where a person sits at a terminal. */
  readonly keys?: KeySource | undefined;
}

function diagnosticsOf(error: unknown): readonly Diagnostic[] {
  if (error instanceof DiagnosticError) return error.diagnostics;
  const message = error instanceof Error ? error.message : String(error);
  return [diagnostic('I001', message, { hint: 'Report it with the command and what stands above.' })];
}

/** What the system refused is no bug of ours. */
function asDiagnostics(error: unknown): unknown {
  const refused = systemDiagnostic(error);
  return refused === undefined ? error : new DiagnosticError(refused);
}

/** The machine as it gets to see artifacts: without the values of secrets. */
function discreet(host: Host): Host {
  const scrub = scrubberOf(secretsOf(host.env));
  return scrub === undefined ? host : { ...host, files: scrubbedFiles(host.files, scrub) };
}

/**
 * Runs a command from its first event to its last. What stops it is told as an event and thrown again; a failing node is a
 * result.
 */
export async function invokeCommand<Result>(command: Command<Result>, call: CommandCall): Promise<Result> {
  const { events } = call;
  const host = discreet(call.host);
  const started = host.clock.monotonic();
  const { without } = command;
  const session = createSession({ ...call, host, ...(without === undefined ? {} : { without }) });
  let success = false;
  const { flags } = call.invocation;
  const args = Object.fromEntries(
    Object.entries(flags).map(([name, value]) => [name.toLowerCase(), value] as const),
  );
  events({ type: 'commandStarted', command: command.name, version: VERSION, args });
  try {
    for (const notice of call.notices ?? []) session.sink.report(notice);
    const result = await command.run(session);
    success = command.succeeded(result);
    await notifyOutcome(session, { success, result });
    return result;
  } catch (thrown) {
    const error = asDiagnostics(thrown);
    const isOurs = !(error instanceof DiagnosticError);
    const stack = isOurs && error instanceof Error ? (error.stack ?? null) : null;
    events({ type: 'commandFailed', command: command.name, diagnostics: diagnosticsOf(error), stack });
    await notifyOutcome(session, { success: false, error });
    throw error;
  } finally {
    await session.close();
    const elapsed = (host.clock.monotonic() - started) / 1000;
    for (const event of session.closingEvents()) events(event);
    events({
      type: 'commandFinished',
      command: command.name,
      calledAs: call.typed ?? command.name,
      success,
      elapsed,
      usage: host.usage(),
      showsUsage: flags['SHOW_RESOURCE_REPORT'] === true,
    });
  }
}
