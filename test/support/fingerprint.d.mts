export interface RelationPrint {
  readonly kind: string;
  readonly columns: readonly string[];
  readonly rows: number;
  readonly hash: string;
}

/** What a DuckDB file holds, boiled down; see the implementation. */
export function fingerprint(
  path: string,
  options?: { readonly ignoreSchemas?: readonly string[] },
): Promise<Record<string, RelationPrint>>;
