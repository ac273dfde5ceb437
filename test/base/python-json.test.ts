import { describe, expect, it } from 'vitest';
import { Float, pythonFloat, pythonJson } from '../../src/base/index.ts';

describe('pythonJson', () => {
  it.each([
    [0.1, '0.1'],
    [1, '1.0'],
    [-0, '-0.0'],
    [0.00005, '5e-05'],
    [0.0001, '0.0001'],
    [1e16, '1e+16'],
    [123456789012345680, '1.2345678901234568e+17'],
    [1e15, '1000000000000000.0'],
    [Number.NaN, 'NaN'],
  ])('prints the float %d as Python does: %s', (value, expected) => {
    expect(pythonFloat(value)).toBe(expected);
  });

  it('separates like json.dumps, keeps integers and boxed floats apart, and escapes what is not ASCII', () => {
    const value = {
      a: [1, new Float(1), 0.5, null, true],
      é: '😀"\n',
      big: 12345678901234567890n,
      gone: undefined,
    };
    expect(pythonJson(value)).toBe(
      '{"a": [1, 1.0, 0.5, null, true], "\\u00e9": "\\ud83d\\ude00\\"\\n", "big": 12345678901234567890}',
    );
  });
});
