import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CODES } from '../../src/index.ts';

const docs = join(import.meta.dirname, '..', '..', 'docs');
const read = (...path: readonly string[]): string => readFileSync(join(docs, ...path), 'utf8');

const refused = read('compatibility.md').split('## What is refused')[1]?.split('\n## ')[0] ?? '';
const codes = [...new Set([...refused.matchAll(/\[([A-Z]\d{3})\]/g)].map((match) => match[1] as string))];
const records = readdirSync(join(docs, 'decisions')).map((name) => read('decisions', name));

describe('what is refused', () => {
  it('is a list', () => expect(codes.length).toBeGreaterThan(7));

  it.each(codes)('%s is a code, and a decision record names it', (code) => {
    expect(Object.keys(CODES)).toContain(code);
    expect(records.some((text) => text.includes(code))).toBe(true);
  });
});
