import { defineCodes } from './define.ts';

export const nodeCodes = defineCodes({});
