import type { EarlierManifest } from '../../artifacts/index.ts';
import type { Manifest, UniqueId } from '../../domain/index.ts';

/** Whether a node calls a macro that has changed, however deep. */
export type CallsChangedMacro = (macroIds: readonly UniqueId[]) => boolean;

export interface ModifiedMacrosOptions {
  readonly manifest: Manifest;
  readonly before: EarlierManifest;
  /** Packages that come with the program; dbt has the same macros in other words, and that is no change of the project. */
  readonly builtIn: ReadonlySet<string>;
}

/** Macros with another text than before, new ones, and such as are gone. */
function changedMacros({ manifest, before, builtIn }: ModifiedMacrosOptions): ReadonlySet<UniqueId> {
  const changed = new Set<UniqueId>();
  for (const [id, macro] of manifest.macros) {
    if (builtIn.has(macro.packageName)) continue;
    if (before.macros.get(id)?.['macro_sql'] !== macro.macroSql) changed.add(id);
  }
  for (const id of before.macros.keys()) if (!manifest.macros.has(id)) changed.add(id);
  return changed;
}

/** The changed macros and everything that calls one of them, however deep. */
function affectedMacros(options: ModifiedMacrosOptions): ReadonlySet<UniqueId> {
  const callers = new Map<UniqueId, UniqueId[]>();
  for (const [id, { dependsOn }] of options.manifest.macros) {
    for (const called of dependsOn.macros) {
      const known = callers.get(called);
      if (known === undefined) callers.set(called, [id]);
      else known.push(id);
    }
  }
  const affected = new Set(changedMacros(options));
  for (const id of affected) for (const caller of callers.get(id) ?? []) affected.add(caller);
  return affected;
}

/** Finds out which macros have changed when something first asks. */
export function modifiedMacros(options: ModifiedMacrosOptions): CallsChangedMacro {
  let affected: ReadonlySet<UniqueId> | undefined;
  return (macroIds) => {
    affected ??= affectedMacros(options);
    return macroIds.some((id) => affected?.has(id) === true);
  };
}
