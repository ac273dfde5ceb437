import { defineCodes } from './define.ts';

export const testCodes = defineCodes({});
