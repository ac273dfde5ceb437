import { diagnostic } from '../../diagnostics/index.ts';
import { packageOf } from '../../domain/index.ts';
import type { ParseEnvironment } from '../parse-environment.ts';

/** Tells of documents in the OSI format, which nothing reads: dbt makes semantic models and metrics of them. */
export function warnOfOsiDocuments(environment: ParseEnvironment): void {
  const { project, context } = environment;
  const { files } = context.host;
  const paths = packageOf(project, project.name)?.osiPaths ?? [];
  const found = paths.flatMap((folder) =>
    files
      .walk(`${project.root}/${folder}`)
      .filter((path) => path.endsWith('.json'))
      .map((path) => `${folder}/${path}`),
  );
  if (found.length === 0) return;
  environment.report(
    diagnostic('N047', `documents in the OSI format are not read: ${found.join(', ')}`, {
      hint: 'Describe the semantic models and metrics in YAML.',
    }),
  );
}
