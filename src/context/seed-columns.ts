import { isMapping, mappingGet } from '../base/index.ts';
import type { Column } from '../domain/index.ts';
import { getAttribute, iterate, strOf } from '../jinja/index.ts';
import { sqlTypeOfColumn } from './python-modules.ts';
import { type SeedTableOptions, seedTable } from './seed-table.ts';

/** The columns that the table of a seed would have, from its file and `column_types`. */
export function seedColumns(options: SeedTableOptions): readonly Column[] {
  const table = seedTable(options);
  const given = options.node.config['column_types'];
  return iterate(getAttribute(table, 'column_names')).map((each, index) => {
    const name = strOf(each);
    const type = isMapping(given) ? mappingGet(given, name) : undefined;
    return { name, type: typeof type === 'string' ? type : (sqlTypeOfColumn(table, index) ?? 'varchar') };
  });
}
