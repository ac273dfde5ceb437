import { dirname, join } from 'node:path';
import { DiagnosticError, diagnostic } from '../../diagnostics/index.ts';
import type { PageParts } from '../../docs-site/index.ts';
import type { Files } from '../../host/index.ts';
import { templatesRoot } from '../templates-root.ts';

/** The page's script and style, as the build has made them from `templates/docs-site`. */
export function pageParts(files: Files): PageParts {
  const folder = join(dirname(templatesRoot(files)), 'dist', 'docs-site');
  const script = join(folder, 'app.js');
  if (files.exists(script))
    return { script: files.readText(script), style: files.readText(join(folder, 'app.css')) };
  throw new DiagnosticError(
    diagnostic('C008', 'The docs page of Sluice was not found', { hint: 'Install Sluice again.' }),
  );
}
