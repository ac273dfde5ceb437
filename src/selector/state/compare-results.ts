import type { EarlierRun, EarlierSources } from '../../artifacts/index.ts';
import type { Test } from '../method.ts';

/** `result:`: nodes that ended so in the earlier run. */
export function compareResults({ results }: EarlierRun): (status: string) => Test {
  return (status) => {
    const ids = new Set(results.filter((each) => each.status === status).map((each) => each.uniqueId));
    return (node) => ids.has(node.uniqueId);
  };
}

/** `source_status:`: of its values only `fresher` means something, sources with newer rows than at the earlier check. */
export function compareSources(earlier: EarlierSources, current: EarlierSources): (value: string) => Test {
  return (value) => {
    if (value !== 'fresher') return () => false;
    const fresher = new Set<string>();
    for (const [id, loadedAt] of current.loadedAt) {
      const before = earlier.loadedAt.get(id);
      if (before === undefined || loadedAt > before) fresher.add(id);
    }
    return (node) => fresher.has(node.uniqueId) && !current.failed.has(node.uniqueId);
  };
}
