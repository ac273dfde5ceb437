import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VERSION } from '../../src/base/index.ts';
import { commandTable, typedName } from '../../src/cli/command-table.ts';

const bin = resolve(import.meta.dirname, '..', '..', 'bin', 'sluice.cjs');

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'sluice-kept-'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** `--version` with the user's cache folder at `name` of this test's folder. */
function version(name: string, env: Readonly<Record<string, string>> = {}): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, '--version'], {
    env: { ...process.env, XDG_CACHE_HOME: join(home, name), ...env },
    encoding: 'utf8',
  });
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: `sluice ${VERSION}\n`, stderr: '' });
}

const kept = (name: string) => {
  const folder = join(home, name, 'sluice', 'code');
  return existsSync(folder) ? readdirSync(folder).map((file) => join(folder, file)) : [];
};

describe('compiled code', () => {
  it('has a file for each command', () => {
    const { COMMANDS } = createRequire(import.meta.url)(join(bin, '..', 'load-bundle.cjs'));
    for (const command of commandTable) expect([...COMMANDS]).toContain(typedName(command).split(' ')[0]);
    expect(commandTable.length).toBeGreaterThan(15);
  });

  it('is kept for the next call in one file, whole whatever is done to it', () => {
    version('a');
    const [path, ...others] = kept('a');
    expect(others).toEqual([]);
    const good = readFileSync(path as string);
    expect(good.length).toBeGreaterThan(100_000);
    const broken = Buffer.from(good);
    for (const at of [0, 5, 13, 20, 1000, good.length >> 1, good.length - 1])
      broken[at] = (broken[at] as number) ^ 0xff;
    for (const bytes of [
      broken,
      broken.subarray(0, 10),
      good.subarray(0, good.length - 9),
      Buffer.alloc(0),
    ]) {
      writeFileSync(path as string, bytes);
      version('a');
      const again = readFileSync(path as string);
      expect(again.length).toBeGreaterThan(100_000);
      expect(again.readUInt32LE(8)).toBe(1);
    }
    version('a');
    expect(readFileSync(path as string).length).toBeGreaterThanOrEqual(good.length);
    expect(kept('a')).toEqual([path]);
  });

  it('is not kept where the user says so, nor where nothing can be written', () => {
    version('b', { NODE_DISABLE_COMPILE_CACHE: '1' });
    expect(kept('b')).toEqual([]);
    writeFileSync(join(home, 'c'), 'a file');
    version('c');
    expect(readFileSync(join(home, 'c'), 'utf8')).toBe('a file');
  });
});
