/** Numbers that a seed decides (mulberry32): the same seed and case give the same files on every machine. */
export function createRandom(seed, index) {
  let state = (seed * 0x9e3779b1 + index * 0x85ebca6b) | 0;
  /** From 0 up to 1. */
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  /** A whole number below `limit`. */
  const below = (limit) => Math.floor(next() * limit);
  return { next, below, pick: (all) => all[below(all.length)], chance: (share) => next() < share };
}
