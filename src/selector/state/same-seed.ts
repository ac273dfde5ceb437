import { type Diagnostic, type DiagnosticSink, diagnostic } from '../../diagnostics/index.ts';
import type { Entry } from './entry.ts';
import { sameRecord } from './same-value.ts';

const checksumName = (seed: Entry): unknown => (seed['checksum'] as Entry | undefined)?.['name'];

export interface SeedRules {
  /** Size up to which the content of a seed is compared, in MiB. */
  readonly maximumMib: number;
  readonly sink: DiagnosticSink;
}

function unsure(seed: Entry, rules: SeedRules, kind: string, dbtEnd: string): Diagnostic {
  const { name, package_name: owner, unique_id: uniqueId } = seed;
  const size = `${rules.maximumMib}MiB`;
  const dbtMessage = `Found a seed (${owner}.${name}) >${size} in size${dbtEnd.replaceAll('<size>', size)}`;
  return diagnostic('S014', `the seed '${name}' is larger than ${size}, and its content is not compared`, {
    kind,
    dbtMessage,
    uniqueId: String(uniqueId),
    hint: 'Compare larger files too with --maximum-seed-size-mib.',
  });
}

/** Whether a seed has the content that it had. Of one over the size limit only the path is known, and that is warned of. */
export function sameSeed(now: Entry, before: Entry, rules: SeedRules): boolean {
  const isSame = sameRecord(now['checksum'], before['checksum']);
  if (checksumName(now) !== 'path') return isSame;
  const [kind, end] =
    checksumName(before) !== 'path'
      ? ['SeedIncreased', '. The previous file was <=<size>, so it has changed']
      : isSame
        ? [
            'SeedExceedsLimitSamePath',
            ' at the same path, dbt cannot tell if it has changed: assuming they are the same',
          ]
        : [
            'SeedExceedsLimitAndPathChanged',
            '. The previous file was in a different location, assuming it has changed',
          ];
  rules.sink.report(unsure(now, rules, kind as string, end as string));
  return isSame;
}
