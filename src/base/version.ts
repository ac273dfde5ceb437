/** The version of Sluice, as in package.json. A constant, so that `--version` reads no file. */
export const VERSION = '0.1.0';
