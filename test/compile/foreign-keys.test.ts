import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as sluice from '../../src/index.ts';
import { projectFolder } from '../support/project-folder.ts';

const MODEL = "{{ config(materialized='table', contract={'enforced': true}) }}\n";

describe('a foreign key that names its target', () => {
  it('becomes a constraint on the relation that ref() or source() stands for, of which --empty leaves nothing out', async () => {
    const folder = projectFolder({
      'models/customers.sql': `${MODEL}select 1 as id`,
      'models/orders.sql': `${MODEL}select 7 as id, 1 as customer_id`,
      'models/refunds.sql': `-- depends_on: {{ ref('customers') }}\n${MODEL}select 1 as customer_id`,
      'models/_m.yml': `
sources:
  - {name: raw, schema: main, tables: [{name: customers}]}
models:
  - name: refunds
    constraints: [{type: foreign_key, columns: [customer_id], to: "source('raw', 'customers')", to_columns: [id]}]
    columns: [{name: customer_id, data_type: integer}]
  - name: customers
    columns: [{name: id, data_type: integer, constraints: [{type: primary_key}]}]
  - name: orders
    columns:
      - {name: id, data_type: integer}
      - name: customer_id
        data_type: integer
        constraints: [{type: foreign_key, to: ref('customers'), to_columns: [id]}]
`,
    });
    try {
      const result = await sluice.build({ projectDir: folder.root, profilesDir: folder.root, empty: true });
      expect(result.results.map((each) => `${each.node.name} ${each.status}`)).toEqual([
        'customers success',
        'orders success',
        'refunds success',
      ]);
      const run = readFileSync(join(folder.root, 'target/run/shop/models/orders.sql'), 'utf8');
      expect(run).toMatch(/customer_id integer references "\w+"\."customers" \(id\)/);
    } finally {
      folder.remove();
    }
  });
});
