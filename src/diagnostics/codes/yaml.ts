import { defineCodes } from './define.ts';

export const yamlCodes = defineCodes({});
