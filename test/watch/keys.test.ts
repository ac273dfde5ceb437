import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseArgv } from '../../src/cli/options/parse-argv.ts';
import { type CommandCall, prepareCall } from '../../src/cli/prepare-call.ts';
import { invokeCommand } from '../../src/commands/index.ts';
import { watchCommand } from '../../src/commands/watch/watch.ts';
import type { Event } from '../../src/domain/index.ts';
import { createHost } from '../../src/host/index.ts';
import { type ProjectFolder, projectFolder } from '../support/project-folder.ts';

type Of<Type extends Event['type']> = Extract<Event, { type: Type }>;

let folder: ProjectFolder;
let press: (keys: string) => void;
let ended: Promise<void>;
const events: Event[] = [];
let look: (() => void) | undefined;
let seen = 0;

/** The next event of this type, those before it passed over. */
function next<Type extends Event['type']>(type: Type): Promise<Of<Type>> {
  return new Promise((done) => {
    look = () => {
      for (; seen < events.length; seen++) {
        const event = events[seen] as Event;
        if (event.type !== type) continue;
        seen++;
        look = undefined;
        done(event as Of<Type>);
        return;
      }
    };
    look();
  });
}

beforeAll(async () => {
  folder = projectFolder({
    'models/a.sql': "{{ config(materialized='table') }} select 1 as id",
    'models/b.sql': "{{ config(materialized='table') }} select id from {{ ref('a') }}",
    'models/c.sql': "{{ config(materialized='table') }} select id from {{ ref('b') }}",
    'models/schema.yml':
      'models:\n  - name: a\n    columns: [{name: id, data_tests: [{accepted_values: {arguments: {values: [1]}}}]}]\n',
  });
  const argv = ['watch', '--no-docs', '--downstream', 'none'];
  const call = parseArgv(argv) as CommandCall;
  const { created } = prepareCall({ call, host: createHost(folder.root), argv });
  ended = invokeCommand(watchCommand, {
    ...created,
    host: createHost(folder.root),
    events(event) {
      events.push(event);
      look?.();
    },
    keys: {
      listen(onKey) {
        press = (keys) => {
          for (const key of keys) onKey(key);
        };
        return () => {};
      },
    },
  });
  await next('watchReady');
});
afterAll(() => folder.remove());

describe('keys', () => {
  it('build everything, show rows and SQL, and help', async () => {
    press('a');
    expect(await next('watchIdle')).toMatchObject({ built: 3, tested: 1, success: true });
    press('p');
    expect((await next('rowsShown')).text).toContain('| id |');
    press('c');
    expect((await next('compiledShown')).sql).toContain('select 1 as id');
    press('h');
    expect((await next('message')).text).toContain('a  build everything');
    press('f');
    expect((await next('message')).text).toContain('nothing failed');
  });

  it('go downstream where a save was not followed, and run what failed once more', async () => {
    folder.write({ 'models/a.sql': "{{ config(materialized='table') }} select 2 as id" });
    const saved = await next('watchIdle');
    expect(saved).toMatchObject({ built: 1, failed: 1 });
    expect(saved.stale).toEqual(['model.shop.b', 'model.shop.c']);
    press('f');
    expect(await next('watchIdle')).toMatchObject({ built: 0, tested: 1, failed: 1 });
    press('d');
    expect(await next('watchIdle')).toMatchObject({ built: 2, stale: [] });
    press('t');
    await next('watchIdle');
  });

  it('select what is watched', async () => {
    press('/');
    expect((await next('watchPrompt')).typed).toBe('');
    press('xb');
    press('\u007f\u007f');
    press('b+\r');
    expect((await next('message')).text).toContain('watching 2 nodes');
    press('a');
    expect(await next('watchIdle')).toMatchObject({ built: 2, tested: 0 });
  });

  it('end it', async () => {
    press('q');
    await expect(ended).resolves.toBeUndefined();
  });
});
