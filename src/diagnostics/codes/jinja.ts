import { defineCodes } from './define.ts';

export const jinjaCodes = defineCodes({});
