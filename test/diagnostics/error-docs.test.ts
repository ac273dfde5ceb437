import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorPages } from '../support/error-pages.ts';

const folder = resolve(import.meta.dirname, '..', '..', 'docs', 'errors');

describe('docs/errors', () => {
  it('has a current page for each code (else: node scripts/generate-error-docs.mjs)', () => {
    const written = new Map(
      readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const),
    );
    const pages = errorPages();
    expect(pages.size).toBeGreaterThan(40);
    expect([...written.keys()].sort()).toEqual([...pages.keys()].sort());
    expect(written).toEqual(new Map(pages));
  });
});
