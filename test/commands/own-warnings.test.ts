import { expect, it } from 'vitest';
import * as sluice from '../../src/index.ts';
import { projectFolder } from '../support/project-folder.ts';

it('a warning that dbt does not have fails no run under --warn-error, unless it is named', async () => {
  const folder = projectFolder({
    'models/a.sql': 'select 1 as id',
    'models/a.yml': 'models: [{name: a, descripton: misspelt}]\n',
  });
  const told: string[] = [];
  const onEvent: sluice.EventSink = (event) => {
    if (event.type === 'diagnostic') told.push(event.diagnostic.code);
  };
  const here = { projectDir: folder.root, profilesDir: folder.root, onEvent };
  try {
    const { success } = await sluice.build({ ...here, warnError: true });
    expect(success).toBe(true);
    expect(told).toContain('N030');
    const named = sluice.build({ ...here, warnErrorOptions: { error: ['N030'] } });
    await expect(named).rejects.toThrow('descripton');
  } finally {
    folder.remove();
  }
});
