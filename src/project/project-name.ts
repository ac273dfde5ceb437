import { join } from 'node:path';
import { isMapping, mappingGet } from '../base/index.ts';
import { type DiagnosticSink, diagnostic } from '../diagnostics/index.ts';
import type { Host } from '../host/index.ts';
import { readProjectFile } from './load-package.ts';

/** The name in the dbt_project.yml of a package that is not installed yet; undefined, with a report, when there is none. */
export function readProjectName(options: {
  readonly host: Host;
  readonly folder: string;
  readonly sink: DiagnosticSink;
}): string | undefined {
  const { host, folder, sink } = options;
  const file = readProjectFile({ host, folder, shownFrom: folder, sink });
  if (file === undefined) {
    const path = join(folder, 'dbt_project.yml');
    sink.report(
      diagnostic('K017', `there is no dbt_project.yml in ${folder}`, {
        hint: 'Correct the address, or name the folder in a repository with `subdirectory`.',
        dbtMessage: `No dbt_project.yml found at expected path ${path}\nVerify that each entry within packages.yml (and their transitive dependencies) contains a file named dbt_project.yml\n`,
      }),
    );
    return undefined;
  }
  const name = isMapping(file.value) ? mappingGet(file.value, 'name') : undefined;
  if (typeof name === 'string' && name !== '') return name;
  if (isMapping(file.value))
    sink.report(
      diagnostic('K017', 'Package defined in dbt_project.yml must have a name!', {
        span: { source: file.source, start: 0, end: 0 },
      }),
    );
  return undefined;
}
