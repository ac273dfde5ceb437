import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as api from '../src/index.ts';

describe('the public API', () => {
  it('has exactly these names at run time', () => {
    expect(Object.keys(api).sort()).toEqual([
      'CODES',
      'DBT_VERSION',
      'DiagnosticError',
      'build',
      'check',
      'clean',
      'clone',
      'compile',
      'createHost',
      'debug',
      'deps',
      'docs',
      'frame',
      'init',
      'installAlias',
      'list',
      'parse',
      'retry',
      'run',
      'runOperation',
      'seed',
      'show',
      'snapshot',
      'sourceFreshness',
      'test',
    ]);
  });

  it('declares each of them in the golden file that `npm run check:api` compares', () => {
    const golden = readFileSync(join(import.meta.dirname, 'golden', 'api.d.ts'), 'utf8');
    for (const name of Object.keys(api)) {
      expect(golden).toMatch(new RegExp(`^export declare (function|const|class) ${name}\\b`, 'm'));
    }
  });
});
