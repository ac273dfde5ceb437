import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DiagnosticError, diagnostic } from '../diagnostics/index.ts';
import type { Files } from '../host/index.ts';

/**
 * The folder `templates` that belongs to this program. Bundled code lies one folder below the package's root, sources lie
 * two below it.
 */
export function templatesRoot(files: Files): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const candidate = join(folder, 'templates');
    if (files.exists(join(candidate, 'macros'))) return candidate;
    if (dirname(folder) === folder) break;
  }
  throw new DiagnosticError(
    diagnostic('C008', 'The folder `templates` of Sluice was not found', { hint: 'Install Sluice again.' }),
  );
}
