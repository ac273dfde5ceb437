/** A resource under the keys of manifest.json, of now or of an earlier run. */
export type Entry = Readonly<Record<string, unknown>>;
