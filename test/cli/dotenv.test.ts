import { describe, expect, it } from 'vitest';
import { parseDotenv } from '../../src/cli/dotenv.ts';

describe('a .env file', () => {
  it('holds names and values, quoted or not, with comments', () => {
    const text = [
      '# comment',
      'A=1',
      'export B = two words # tail',
      "C='single # kept \\n'",
      'D="double\\nline"',
      'not a line',
      'E=',
      'F=a=b#c',
    ].join('\n');
    expect(Object.fromEntries(parseDotenv(text))).toEqual({
      A: '1',
      B: 'two words',
      C: 'single # kept \\n',
      D: 'double\nline',
      E: '',
      F: 'a=b#c',
    });
  });
});
