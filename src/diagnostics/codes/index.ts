import { checkCodes } from './check.ts';
import { cliCodes } from './cli.ts';
import { contextCodes } from './context.ts';
import { databaseCodes } from './database.ts';
import type { CodeEntry } from './define.ts';
import { docsCodes } from './docs.ts';
import { internalCodes } from './internal.ts';
import { jinjaCodes } from './jinja.ts';
import { nodeCodes } from './node.ts';
import { packageCodes } from './packages.ts';
import { projectCodes } from './project.ts';
import { runCodes } from './run.ts';
import { selectionCodes } from './selection.ts';
import { semanticCodes } from './semantics.ts';
import { testCodes } from './test.ts';
import { yamlCodes } from './yaml.ts';

const table = {
  ...cliCodes,
  ...projectCodes,
  ...packageCodes,
  ...yamlCodes,
  ...jinjaCodes,
  ...contextCodes,
  ...nodeCodes,
  ...semanticCodes,
  ...selectionCodes,
  ...databaseCodes,
  ...runCodes,
  ...testCodes,
  ...checkCodes,
  ...docsCodes,
  ...internalCodes,
};

/** A permanent error code, such as `P012`. */
export type Code = keyof typeof table;

/** Every code that Sluice can report. */
export const CODES: Readonly<Record<Code, CodeEntry>> = table;
