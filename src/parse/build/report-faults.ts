import { diagnostic, type Span } from '../../diagnostics/index.ts';
import type { ConfigFault } from '../config/check-config.ts';
import type { ParseEnvironment } from '../parse-environment.ts';
import type { BuildRequest } from './build-node.ts';

/** Where a config key is written: in the properties, else in the file's `config()` call, else the resource. */
function placeOf(request: BuildRequest, key: string): Span {
  const { patch, resource } = request;
  const entry = patch?.properties.entry;
  const written = patch?.properties.writtenConfig ?? {};
  for (const name of [key, key.replace('-', '_')]) {
    if (entry !== undefined && name in written) return entry.span(['config', name]);
  }
  const { source } = resource.span;
  const pattern = new RegExp(`\\b${key.replace(/[^A-Za-z0-9_]/g, '.')}\\s*=`);
  const found = pattern.exec(source.text);
  if (found === null) return resource.span;
  return { source, start: found.index, end: found.index + found[0].length };
}

/** dbt looks at `access` in properties before it looks at anything else. */
function sentenceOf({ patch, uniqueId }: BuildRequest, fault: ConfigFault): string {
  const written = patch?.properties.config['access'];
  if (fault.key === 'access' && written !== undefined) {
    return `Node ${uniqueId} has an invalid value (${String(written)}) for the access field`;
  }
  return fault.dbtMessage ?? fault.message;
}

/** Config values of the wrong type of what is declared in YAML or is a test, in dbt's words, at one place. */
export function reportConfigFaults(
  faults: readonly ConfigFault[],
  owner: { readonly uniqueId: string; readonly span: Span; readonly what?: string },
  environment: ParseEnvironment,
): void {
  const { uniqueId, span, what = uniqueId } = owner;
  for (const fault of faults) {
    environment.report(
      diagnostic('N015', `the config '${fault.key}' of ${what} is not valid: ${fault.message}`, {
        span,
        ...(fault.kind === undefined ? {} : { kind: fault.kind }),
        dbtMessage: fault.dbtMessage ?? fault.message,
        uniqueId,
      }),
    );
  }
}

/** Reports config values of a file's resource that have the wrong type, in dbt's words. */
export function reportFaults(options: {
  readonly request: BuildRequest;
  readonly faults: readonly ConfigFault[];
  readonly environment: ParseEnvironment;
}): void {
  const { request, faults, environment } = options;
  for (const fault of faults) {
    environment.report(
      diagnostic('N015', `the config '${fault.key}' of ${request.uniqueId} is not valid: ${fault.message}`, {
        span: placeOf(request, fault.key),
        label: fault.message,
        ...(fault.kind === undefined ? {} : { kind: fault.kind }),
        dbtMessage: sentenceOf(request, fault),
        uniqueId: request.uniqueId,
      }),
    );
  }
}
