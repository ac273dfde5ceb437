/** A column as a contract compares it. */
export interface ContractColumn {
  readonly name: string;
  readonly dataType: string;
}

const HEADINGS = ['column_name', 'definition_type', 'contract_type', 'mismatch_reason'] as const;

function mismatches(contract: readonly ContractColumn[], definition: readonly ContractColumn[]): string[][] {
  const rows: string[][] = [];
  for (const column of definition) {
    const promised = contract.find((each) => each.name === column.name);
    if (promised === undefined) rows.push([column.name, column.dataType, '', 'missing in contract']);
    else if (promised.dataType !== column.dataType) {
      rows.push([column.name, column.dataType, promised.dataType, 'data type mismatch']);
    }
  }
  const defined = new Set(definition.map((each) => each.name));
  for (const column of contract) {
    if (!defined.has(column.name)) rows.push([column.name, '', column.dataType, 'missing in definition']);
  }
  return rows.sort((a, b) => ((a[0] as string) < (b[0] as string) ? -1 : 1));
}

/** A table drawn with bars, cells cut at 50 characters. */
function drawTable(rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map((cell) => (cell.length > 50 ? `${cell.slice(0, 47)}...` : cell)));
  const widths = HEADINGS.map((heading, index) =>
    Math.max(heading.length, ...cells.map((row) => (row[index] as string).length)),
  );
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, index) => cell.padEnd(widths[index] as number)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(HEADINGS), rule, ...cells.map(line)].map((each) => `${each}\n`).join('');
}

/** dbt's sentence about a contract that does not hold, with the table of what differs. */
export function contractMismatch(
  contract: readonly ContractColumn[],
  definition: readonly ContractColumn[],
): string {
  if (contract.length === 0) {
    return "This model has an enforced contract, and its 'columns' specification is missing";
  }
  const table = drawTable(mismatches(contract, definition));
  return `This model has an enforced contract that failed.\nPlease ensure the name, data_type, and number of columns in your contract match the columns in your model's definition.\n\n${table}`;
}
