/** Thrown where an edit reaches further than what can be parsed for itself. */
export class NeedsWholeParse extends Error {}

/** Ends parsing again: the project has to be parsed as a whole. */
export function needsWholeParse(reason: string): never {
  throw new NeedsWholeParse(reason);
}
