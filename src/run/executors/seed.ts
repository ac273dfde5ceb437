import { join } from 'node:path';
import { type Diagnostic, DiagnosticError, lineSpan } from '../../diagnostics/index.ts';
import type { SeedNode } from '../../domain/index.ts';
import type { Files } from '../../host/index.ts';
import type { Executed, Execution } from './executor.ts';
import { executeModel } from './model.ts';

/** How engines and tables name a line of a CSV file, and how to count it from 1 with the header as the first. */
const LINES: readonly { readonly pattern: RegExp; readonly offset: number }[] = [
  { pattern: /CSV Error on Line: (\d+)/, offset: 0 },
  { pattern: /^Row (\d+) has \d+ values/, offset: 2 },
];

/** The sentence within the engine's long text that says what is wrong with the value. */
const SENTENCE =
  /^(Error when converting column .*|Expected Number of Columns: .*|Value with unterminated quote.*)$/m;

function lineOf(each: Diagnostic): number | undefined {
  for (const { pattern, offset } of LINES) {
    const found = pattern.exec(each.dbtMessage)?.[1];
    if (found !== undefined) return Number(found) + offset;
  }
  return undefined;
}

/** A diagnostic about a line of the seed's file, at that line. */
function atLine(each: Diagnostic, node: SeedNode, files: Files): Diagnostic {
  const line = lineOf(each);
  const path = join(node.rootPath, node.originalFilePath);
  if (line === undefined || !files.exists(path)) return each;
  const span = lineSpan({ path: node.originalFilePath, text: files.readText(path) }, line);
  return { ...each, span, message: SENTENCE.exec(each.dbtMessage)?.[1] ?? each.message };
}

/** A seed: its materialization loads the file; errors point at the line of the file that is at fault. */
export async function executeSeed(execution: Execution): Promise<Executed> {
  const { node, environment } = execution;
  try {
    return await executeModel(execution);
  } catch (error) {
    if (!(error instanceof DiagnosticError) || node.resourceType !== 'seed') throw error;
    throw new DiagnosticError(error.diagnostics.map((each) => atLine(each, node, environment.host.files)));
  }
}
