import { $, bold, cyan, dim, green, red, yellow } from 'kleur/colors';

/** Colours by what they mean. */
export interface Paint {
  readonly bad: (text: string) => string;
  readonly good: (text: string) => string;
  readonly warned: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly place: (text: string) => string;
}

const plain = (text: string) => text;

/** Whether colours are used is decided by the caller, not by the library's own look at the terminal. */
const coloured = (paint: (text: string) => string) => (text: string) => {
  $.enabled = true;
  return paint(text);
};

const COLOURED: Paint = {
  bad: coloured(red),
  good: coloured(green),
  warned: coloured(yellow),
  faint: coloured(dim),
  strong: coloured(bold),
  place: coloured(cyan),
};

const PLAIN: Paint = { bad: plain, good: plain, warned: plain, faint: plain, strong: plain, place: plain };

/** The painter for an output with or without colours. */
export function paintFor(output: { readonly colours: boolean }): Paint {
  return output.colours ? COLOURED : PLAIN;
}

/** The text without colours. */
export function unpainted(text: string): string {
  if (!text.includes('\x1b')) return text;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colour codes start with the escape character
  return text.replace(/\x1b\[[0-9;]*m/g, '');
}
