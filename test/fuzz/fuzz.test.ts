import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const SCRIPT = join(import.meta.dirname, '../../scripts/fuzz.mjs');

it('broken files and calls end in coded errors, without a hang and without a changed table', () => {
  const words = [SCRIPT, '--quick', '--cases', '300', '--seed', '8', '--workers', '2'];
  const { stdout } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  expect(stdout).toContain('300 cases');
  expect(stdout.split('\n').filter((line) => line.startsWith('FAULT'))).toEqual([]);
  expect(stdout.trimEnd()).toMatch(/\n0 faults$/);
}, 300_000);
