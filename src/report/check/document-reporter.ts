import type { Diagnostic } from '../../diagnostics/index.ts';
import type { CheckReport } from '../../domain/index.ts';
import type { Reporter } from '../reporter.ts';
import { checkDocument } from './document.ts';

/** Prints one JSON document at the end, and nothing else. */
export function createDocumentReporter(write: (text: string) => void): Reporter {
  const diagnostics: Diagnostic[] = [];
  let report: CheckReport | null = null;
  return {
    event(event) {
      if (event.type === 'diagnostic') diagnostics.push(event.diagnostic);
      if (event.type === 'commandFailed') diagnostics.push(...event.diagnostics);
      if (event.type === 'checkFinished') report = event.report;
      if (event.type === 'commandFinished')
        write(`${JSON.stringify(checkDocument({ report, diagnostics }), null, 2)}\n`);
    },
    close() {},
  };
}
