import { join } from 'node:path';
import { encodePlain, sha256, VERSION } from '../base/index.ts';
import {
  draftSnapshot,
  type Found,
  type KeptTexts,
  openKeptTexts,
  readSnapshot,
  type SnapshotDraft,
  type Told,
} from '../cache/index.ts';
import type { DiagnosticSink } from '../diagnostics/index.ts';
import type { EventSink, Project } from '../domain/index.ts';
import { BUILD } from './build-stamp.ts';
import { isSet, textFlag } from './flags/read-flags.ts';
import type { SessionOptions } from './session.ts';

/** Below the target folder. `clean` removes it with everything else there. */
const FILE = 'partial_parse.sluice';
/** What was found in texts, by their content. */
const EXTRACTS = 'partial_parse.extracts';

export interface ParseCache {
  find(): Found;
  /** Undefined when nothing can be written there: a cache that cannot be kept is no error. */
  draft(): SnapshotDraft | undefined;
  /** Whether what is found was kept in another place than what is written. */
  readonly isElsewhere: boolean;
  readonly key: string;
  /** Extracts of earlier parses, by content. */
  readonly extracts: () => KeptTexts;
}

/** What a stored parse belongs to. The project holds secrets; of a hash nothing can be read. */
function keyOf(options: SessionOptions, project: Project): string {
  const { host } = options;
  return sha256(encodePlain([VERSION, BUILD, host.nodeVersion, project]));
}

/** The stored parse of a project; undefined under `--no-partial-parse`. */
export function openParseCache(
  options: SessionOptions & { readonly project: Project },
): ParseCache | undefined {
  if (!isSet(options, 'partial_parse')) return undefined;
  const { host, invocation, project } = options;
  const own = join(project.targetPath, FILE);
  const key = keyOf(options, project);
  const path = textFlag(options, 'partial_parse_file_path') ?? own;
  return {
    key,
    isElsewhere: path !== own,
    extracts: () =>
      openKeptTexts({
        files: host.files,
        path: join(project.targetPath, EXTRACTS),
        owner: sha256(encodePlain([VERSION, BUILD, host.nodeVersion])),
      }),
    find: () => readSnapshot({ host, path, key }, { host, invocation }),
    draft() {
      try {
        return lenient(draftSnapshot({ host, path: own }));
      } catch {
        return undefined;
      }
    },
  };
}

/** A disk that is full is told at the end only, so that manifest.json is written first. */
function lenient(draft: SnapshotDraft): SnapshotDraft {
  const failures: unknown[] = [];
  return {
    body(bytes) {
      if (failures.length > 0) return;
      try {
        draft.body(bytes);
      } catch (error) {
        failures.push(error);
      }
    },
    finish(parts) {
      if (failures.length > 0) throw failures[0];
      return draft.finish(parts);
    },
    discard: draft.discard,
  };
}

/** Notes what is told while it is passed on. */
export function recorder(sink: DiagnosticSink, events: EventSink) {
  const told: Told[] = [];
  return {
    told: told as readonly Told[],
    sink: {
      report(diagnostic) {
        told.push({ type: 'diagnostic', diagnostic });
        sink.report(diagnostic);
      },
    } satisfies DiagnosticSink,
    events: ((event) => {
      told.push({ type: 'event', event });
      events(event);
    }) satisfies EventSink,
  };
}

/** Tells once more what a stored parse has told. */
export function tellAgain(told: readonly Told[], sink: DiagnosticSink, events: EventSink): void {
  for (const each of told) {
    if (each.type === 'diagnostic') sink.report(each.diagnostic);
    else events(each.event);
  }
}
