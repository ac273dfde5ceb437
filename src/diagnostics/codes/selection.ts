import { defineCodes } from './define.ts';

export const selectionCodes = defineCodes({});
