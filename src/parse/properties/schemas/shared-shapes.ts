/** Shapes that the schemas of all kinds of entries share. */
import { flag, listOf, optional, type Schema, text } from '../../../base/json-schema/index.ts';

export type Fields = Readonly<Record<string, Schema>>;

export const OPTIONAL_TEXT = optional(text);
export const OPTIONAL_FLAG = optional(flag);
export const TEXTS = listOf(text);
