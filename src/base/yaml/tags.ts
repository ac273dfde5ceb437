import { readMoment } from './moments.ts';
import { readBoolean, readFloat, readInteger } from './scalars.ts';

/** Explicit scalar tags other than `!!str`. A reader answers undefined when the text is not of its type. */
export const nonTextTags: Readonly<Record<string, (text: string) => unknown>> = {
  null: () => null,
  bool: (text) => readBoolean(text.toLowerCase()),
  int: (text) => (/^[-+]?[\da-fA-Fx_:b]+$/.test(text) ? readInteger(text) : undefined),
  float: (text) => {
    const value = readFloat(text);
    return Number.isNaN(value.valueOf()) && !/nan$/i.test(text) ? undefined : value;
  },
  timestamp: readMoment,
  binary: (text) => new Uint8Array(Buffer.from(text.replaceAll(/\s/g, ''), 'base64')),
};
