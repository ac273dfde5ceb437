import { join } from 'node:path';
import { parseSelection, type Selection, selectNodes } from '../selector/index.ts';
import { textFlag, wordsFlag } from './flags/read-flags.ts';
import type { Session } from './session.ts';

export interface SelectOptions {
  /** Kinds of things that the command works on. */
  readonly resourceTypes: readonly string[];
  readonly includeEmpty?: boolean;
  /** Instead of `--select`. */
  readonly select?: readonly string[];
}

/** Tells when the default selector of selectors.yml decides. */
function tellDefault(session: Session, { select }: SelectOptions): void {
  const isChosen =
    (select ?? wordsFlag(session, 'select')).length > 0 ||
    wordsFlag(session, 'exclude').length > 0 ||
    textFlag(session, 'selector') !== undefined;
  const standard = [...session.selectors().values()].find((each) => each.isDefault);
  if (isChosen || standard === undefined) return;
  const text = `Using default selector ${standard.name}`;
  session.events({ type: 'message', level: 'info', name: 'DefaultSelector', text });
}

/** What the call selects, of the kinds that the command works on. */
export function selectForSession(session: Session, options: SelectOptions): Selection {
  // What is wrong with the project is told before what is wrong with the selection.
  session.manifest();
  const spec = parseSelection({
    select: options.select ?? wordsFlag(session, 'select'),
    exclude: wordsFlag(session, 'exclude'),
    selector: textFlag(session, 'selector'),
    selectors: session.selectors(),
    indirectSelection: textFlag(session, 'indirect_selection') as 'eager' | undefined,
  });
  tellDefault(session, options);
  const { root } = session.project();
  return selectNodes({
    spec,
    manifest: session.manifest(),
    graph: session.graph(),
    resourceTypes: options.resourceTypes,
    selectors: session.selectors(),
    comparisons: session.earlier().comparisons,
    pathExists: (path) => session.host.files.exists(join(root, path)),
    sink: session.sink,
    ...(options.includeEmpty === undefined ? {} : { includeEmpty: options.includeEmpty }),
  });
}

/**
 * Kinds chosen by `--resource-type` and left out by `--exclude-resource-type`. `all` stands for `every`, `default` for
 * `standard`.
 */
export function resourceTypesOf(
  session: Session,
  kinds: { readonly every: readonly string[]; readonly standard: readonly string[] },
): readonly string[] {
  const expand = (words: readonly string[]) =>
    words.flatMap((word) => (word === 'all' ? kinds.every : word === 'default' ? kinds.standard : [word]));
  const wanted = wordsFlag(session, 'resource_types');
  const unwanted = new Set(expand(wordsFlag(session, 'exclude_resource_types')));
  const chosen = wanted.length === 0 ? kinds.standard : expand(wanted);
  return [...new Set(chosen)].filter((each) => kinds.every.includes(each) && !unwanted.has(each));
}
