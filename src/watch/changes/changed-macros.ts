import type { Macro, Manifest, UniqueId } from '../../domain/index.ts';

/** Macros whose text is another, that are new, or that are gone; what reads them may come to something else. */
export function changedMacros(before: Manifest, after: Manifest): ReadonlySet<UniqueId> {
  const changed = new Set<UniqueId>();
  if (before.macros === after.macros) return changed;
  for (const [id, macro] of after.macros) {
    const earlier = before.macros.get(id);
    if (earlier !== macro && earlier?.macroSql !== macro.macroSql) changed.add(id);
  }
  for (const id of before.macros.keys()) if (!after.macros.has(id)) changed.add(id);
  return changed;
}

/** The macros that call one of these, directly or through others; the changed ones are among them. */
export function callersOf(changed: ReadonlySet<UniqueId>, macros: Iterable<Macro>): ReadonlySet<UniqueId> {
  const callers = new Map<UniqueId, UniqueId[]>();
  for (const macro of macros) {
    for (const called of macro.dependsOn.macros) {
      const known = callers.get(called);
      if (known === undefined) callers.set(called, [macro.uniqueId]);
      else known.push(macro.uniqueId);
    }
  }
  const found = new Set(changed);
  const pending = [...changed];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    for (const caller of callers.get(id) ?? []) {
      if (found.has(caller)) continue;
      found.add(caller);
      pending.push(caller);
    }
  }
  return found;
}
