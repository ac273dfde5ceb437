/** A piece of an artifact under dbt's own keys. */
export type Entry = Readonly<Record<string, unknown>>;
