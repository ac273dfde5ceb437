import { isMapping, mappingEntries } from '../base/index.ts';
import { diagnostic } from '../diagnostics/index.ts';
import type { SeedNode } from '../domain/index.ts';
import { failTemplate } from './context-errors.ts';
import type { RunEnvironment } from './contract.ts';
import { parseCsv } from './parse-csv.ts';
import { joinPath } from './paths.ts';
import { tableOfRows } from './python-modules.ts';
import { seedValues } from './seed-values.ts';

export interface SeedTableOptions {
  readonly environment: RunEnvironment;
  readonly node: SeedNode;
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** Names of the columns: letters for blank ones, numbers behind repeated ones. */
function columnNames(header: readonly string[]): string[] {
  const names: string[] = [];
  header.forEach((cell, index) => {
    const letter = (LETTERS[index % 26] as string).repeat(Math.floor(index / 26) + 1);
    const wanted = cell === '' ? letter : cell;
    let name = wanted;
    for (let count = 2; names.includes(name); count++) name = `${wanted}_${count}`;
    names.push(name);
  });
  return names;
}

/** Columns that `column_types` gives a type: they are read as text. Names that the file lacks are told and left out. */
function typedNames(
  { environment, node }: SeedTableOptions,
  header: readonly string[],
  path: string,
): ReadonlySet<string> {
  const types = node.config['column_types'];
  const names = isMapping(types) ? mappingEntries(types).map(([name]) => String(name)) : [];
  const unknown = names.filter((name) => !header.includes(name)).sort();
  if (unknown.length > 0) {
    const message = `Column types specified for non-existent columns in seed '${node.name}' (file: ${path}): ${unknown.join(', ')}. These column type overrides will be ignored.`;
    environment.sink.report(diagnostic('J110', message, { uniqueId: node.uniqueId }));
  }
  return new Set(names.filter((name) => header.includes(name)));
}

function readRows({ environment, node }: SeedTableOptions, path: string): string[][] {
  const delimiter = node.config['delimiter'] ?? ',';
  if (typeof delimiter !== 'string' || [...delimiter].length !== 1) {
    failTemplate('N106', `the delimiter of seed '${node.name}' is not one character`, {
      dbtMessage: '"delimiter" must be a 1-character string',
      hint: "Set `delimiter` to one character, as ';' or '|'.",
    });
  }
  try {
    const text = environment.host.files.readText(path).replace(/^\ufeff/, '');
    return parseCsv(text, delimiter);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return failTemplate('N106', `the seed's file cannot be read: ${reason}`, { dbtMessage: reason });
  }
}

/** The CSV file of a seed as a table, its columns typed as dbt types them. */
export function seedTable(options: SeedTableOptions): unknown {
  const { environment, node } = options;
  const path = joinPath(node.rootPath, node.originalFilePath);
  const [header = [], ...rows] = readRows(options, path);
  const names = columnNames(header);
  const wide = rows.findIndex((row) => row.length > names.length);
  if (wide !== -1) {
    const count = (rows[wide] as string[]).length;
    const message = `Row ${wide} has ${count} values, but Table only has ${names.length} columns.`;
    failTemplate('N106', message, { dbtMessage: message });
  }
  const asText = typedNames(options, header, path);
  const columns = names.map((name, index) =>
    seedValues(
      rows.map((row) => row[index]),
      asText.has(name),
    ),
  );
  return tableOfRows({
    columns: names,
    rows: rows.map((_, at) => columns.map((values) => values[at] ?? null)),
    isEmpty: environment.invocation.flags['EMPTY'] === true,
  });
}
