import { defineCodes } from './define.ts';

export const projectCodes = defineCodes({});
