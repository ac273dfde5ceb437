import type { DuckDBConnection } from '@duckdb/node-api';
import type { Diagnostic } from '../../diagnostics/index.ts';

/** Looking into more files than this takes longer than the answer is worth. */
const MAX_FILES = 2000;

const TEXT = /'((?:[^']|'')*)'/g;
const DATA_FILE = /\.parquet|\*/i;

async function filesIn(native: DuckDBConnection, sql: string): Promise<readonly string[]> {
  const patterns = [...sql.matchAll(TEXT)]
    .map((match) => (match[1] ?? '').replaceAll("''", "'"))
    .filter((text) => DATA_FILE.test(text));
  const files: string[] = [];
  for (const pattern of new Set(patterns)) {
    const found = await native.runAndReadAll('select file from glob($1)', [pattern]);
    files.push(...found.getRows().map(([file]) => String(file)));
  }
  return files.slice(0, MAX_FILES);
}

/**
 * The diagnostic of a damaged Parquet file with the name of the file, which the engine leaves out where the footer is whole
 * and makes no sense: the files that the statement names are looked at one by one.
 */
export async function namingDamagedFile(
  native: DuckDBConnection,
  found: Diagnostic,
  sql: string,
): Promise<Diagnostic> {
  if (found.code !== 'D046' || /['"][^'"]+['"]/.test(found.message)) return found;
  try {
    for (const file of await filesIn(native, sql)) {
      const isWhole = await native.run('select count(*) from parquet_schema($1)', [file]).then(
        () => true,
        () => false,
      );
      if (!isWhole)
        return { ...found, message: `The footer of '${file}' cannot be read: ${found.message.trim()}` };
    }
  } catch {
    // What the statement names cannot be listed; the engine's own words have to do.
  }
  return found;
}
