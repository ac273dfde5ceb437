import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as sluice from '../../src/index.ts';
import { projectFolder } from '../support/project-folder.ts';

const MODEL = "{{ config(materialized='table', contract={'enforced': true}) }}\n";

describe('a foreign key that names its target by ref()', () => {
  it('becomes a constraint on the relation that ref() stands for', async () => {
    const folder = projectFolder({
      'models/customers.sql': `${MODEL}select 1 as id`,
      'models/orders.sql': `${MODEL}select 7 as id, 1 as customer_id`,
      'models/_m.yml': `
models:
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
      const result = await sluice.build({ projectDir: folder.root, profilesDir: folder.root });
      expect(result.results.map((each) => `${each.node.name} ${each.status}`)).toEqual([
        'customers success',
        'orders success',
      ]);
      const run = readFileSync(join(folder.root, 'target/run/shop/models/orders.sql'), 'utf8');
      expect(run).toMatch(/customer_id integer references "\w+"\."customers" \(id\)/);
    } finally {
      folder.remove();
    }
  });
});
