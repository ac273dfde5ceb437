/** What a build of the project `hook-values` left behind, without what changes from run to run. */
export function hookValues(root: string): Readonly<Record<string, Readonly<Record<string, unknown>>>>;
