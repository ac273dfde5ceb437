import { typeName } from '../../runtime/type-name.ts';
import {
  BINARY,
  BOOL,
  CMP,
  EQ,
  HASH,
  isNumber,
  NUMBER,
  numberOf,
  REPR,
  raise,
  TYPE,
} from '../../values/index.ts';

/** The flags of `re` by name, as bits. */
const BITS = { T: 1, I: 2, L: 4, M: 8, S: 16, U: 32, X: 64, A: 256 } as const;

export type FlagLetter = keyof typeof BITS;

const LONG_NAMES: Readonly<Record<FlagLetter, string>> = {
  A: 'ASCII',
  I: 'IGNORECASE',
  L: 'LOCALE',
  M: 'MULTILINE',
  S: 'DOTALL',
  T: 'TEMPLATE',
  U: 'UNICODE',
  X: 'VERBOSE',
};

export const bitOf = (letter: FlagLetter): number => BITS[letter];

export const hasFlag = (flags: number, letter: FlagLetter): boolean => (flags & BITS[letter]) !== 0;

/** A flag, an int that prints its name. */
export class RegexFlag {
  readonly bits: number;
  readonly [TYPE] = 're.RegexFlag';

  constructor(bits: number) {
    this.bits = bits;
  }

  [REPR](): string {
    const names = (Object.keys(BITS) as FlagLetter[]).filter((letter) => hasFlag(this.bits, letter));
    return names.length === 0 ? 're.NOFLAG' : names.map((letter) => `re.${LONG_NAMES[letter]}`).join('|');
  }

  [NUMBER](): number {
    return this.bits;
  }

  [BOOL](): boolean {
    return this.bits !== 0;
  }

  [HASH](): number {
    return this.bits;
  }

  [EQ](other: unknown): boolean {
    return other instanceof RegexFlag
      ? other.bits === this.bits
      : isNumber(other) && numberOf(other) === this.bits;
  }

  [CMP](other: unknown): number | undefined {
    if (other instanceof RegexFlag) return this.bits - other.bits;
    return isNumber(other) ? this.bits - numberOf(other) : undefined;
  }

  [BINARY](operator: string, other: unknown): unknown {
    const bits = other instanceof RegexFlag ? other.bits : other;
    if (typeof bits !== 'number' || !Number.isInteger(bits)) return undefined;
    if (operator === '+') return this.bits + bits;
    return operator === '*' ? this.bits * bits : undefined;
  }
}

/** The bits of a `flags` argument. */
export function flagsArgument(value: unknown): number {
  if (value === undefined) return 0;
  if (value instanceof RegexFlag) return value.bits;
  if (typeof value === 'number' && Number.isInteger(value)) return value;
  return raise('TypeError', `flags must be an int, not ${typeName(value)}`);
}

/** The flag members of `modules.re`. */
export const FLAG_MEMBERS: Readonly<Record<string, unknown>> = Object.freeze(
  Object.fromEntries([
    ['NOFLAG', new RegexFlag(0)],
    ...(Object.keys(BITS) as FlagLetter[])
      .filter((letter) => letter !== 'T')
      .flatMap((letter) => {
        const flag = new RegexFlag(BITS[letter]);
        return [
          [letter, flag],
          [LONG_NAMES[letter], flag],
        ] as const;
      }),
  ]),
);
