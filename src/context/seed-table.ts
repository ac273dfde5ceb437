import { isMapping, mappingEntries } from '../base/index.ts';
import { diagnostic } from '../diagnostics/index.ts';
import type { SeedNode, SqlValue } from '../domain/index.ts';
import { lateTable } from '../jinja/index.ts';
import { failTemplate } from './context-errors.ts';
import type { RunEnvironment } from './contract.ts';
import { readCsv } from './parse-csv.ts';
import { joinPath } from './paths.ts';
import { type SeedScan, scanSeedColumn, seedValues } from './seed-values.ts';

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

/** Columns that `column_types` gives a type: they are read as text; and names that the file lacks. */
function typedNames({ node }: SeedTableOptions, header: readonly string[]) {
  const types = node.config['column_types'];
  const names = isMapping(types) ? mappingEntries(types).map(([name]) => String(name)) : [];
  return {
    asText: new Set(names.filter((name) => header.includes(name))),
    unknown: names.filter((name) => !header.includes(name)).sort(),
  };
}

function tellUnknown(
  { environment, node }: SeedTableOptions,
  unknown: readonly string[],
  path: string,
): void {
  if (unknown.length === 0) return;
  const message = `Column types specified for non-existent columns in seed '${node.name}' (file: ${path}): ${unknown.join(', ')}. These column type overrides will be ignored.`;
  environment.sink.report(diagnostic('J110', message, { uniqueId: node.uniqueId }));
}

/** Reads the rows of the file, the header first. */
function readRows(
  { environment, node }: SeedTableOptions,
  path: string,
  take: (row: string[]) => void,
): void {
  const delimiter = node.config['delimiter'] ?? ',';
  if (typeof delimiter !== 'string' || [...delimiter].length !== 1) {
    failTemplate('N106', `the delimiter of seed '${node.name}' is not one character`, {
      dbtMessage: '"delimiter" must be a 1-character string',
      hint: "Set `delimiter` to one character, as ';' or '|'.",
    });
  }
  try {
    const text = environment.host.files.readText(path).replace(/^\ufeff/, '');
    readCsv(text, delimiter, take);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    failTemplate('N106', `the seed's file cannot be read: ${reason}`, { dbtMessage: reason });
  }
}

interface ScannedSeed {
  readonly names: readonly string[];
  readonly asText: ReadonlySet<string>;
  readonly count: number;
  readonly columns: readonly SeedScan[];
}

/** The names of the columns, values that show their types, and how many rows there are. */
function scan(options: SeedTableOptions, path: string): ScannedSeed {
  let names: readonly string[] = [];
  let typed: ReturnType<typeof typedNames> = { asText: new Set(), unknown: [] };
  let columns: readonly SeedScan[] = [];
  let count = -1;
  let wide: string | null = null;
  readRows(options, path, (row) => {
    if (count++ === -1) {
      names = columnNames(row);
      typed = typedNames(options, row);
      columns = names.map((name) => scanSeedColumn(typed.asText.has(name)));
      return;
    }
    if (row.length > names.length)
      wide ??= `Row ${count - 1} has ${row.length} values, but Table only has ${names.length} columns.`;
    for (const [index, column] of columns.entries()) column.add(row[index]);
  });
  if (wide !== null) failTemplate('N106', wide, { dbtMessage: wide });
  if (count === -1)
    failTemplate('N106', "the seed's file is empty", {
      dbtMessage: 'value was undefined because a callable raised a StopIteration exception',
      hint: 'A seed has a line with the names of its columns, and may have no rows.',
    });
  tellUnknown(options, typed.unknown, path);
  return { names, asText: typed.asText, count, columns };
}

/** All rows, for a template that wants to see them. */
function allRows(options: SeedTableOptions, path: string, { names, asText }: ScannedSeed): SqlValue[][] {
  const rows: string[][] = [];
  readRows(options, path, (row) => void rows.push(row));
  rows.shift();
  const columns = names.map((name, index) =>
    seedValues(
      rows.map((row) => row[index]),
      asText.has(name),
    ),
  );
  return rows.map((_, at) => columns.map((values) => values[at] ?? null));
}

/**
 * The CSV file of a seed as a table, its columns typed as dbt types them. The engine reads the file itself, so that mostly
 * nobody looks at the rows: they are made when somebody does.
 */
export function seedTable(options: SeedTableOptions): unknown {
  const { environment, node } = options;
  const path = joinPath(node.rootPath, node.originalFilePath);
  const scanned = scan(options, path);
  return lateTable({
    columns: scanned.names,
    typical: scanned.columns.map((column) => column.typical()),
    count: environment.invocation.flags['EMPTY'] === true ? 0 : scanned.count,
    load: () => allRows(options, path, scanned),
  });
}
