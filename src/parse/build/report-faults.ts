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

/** Reports config values of the wrong type, in dbt's words. */
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
