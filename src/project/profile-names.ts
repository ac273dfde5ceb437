import { join } from 'node:path';
import { isMapping, mappingEntries, mappingGet } from '../base/index.ts';
import type { DiagnosticSink } from '../diagnostics/index.ts';
import type { Host } from '../host/index.ts';
import { readProjectFile } from './load-package.ts';
import { readYamlFile } from './yaml-file.ts';

export interface ReadProfileNamesOptions {
  readonly host: Host;
  readonly folder: string;
  readonly sink: DiagnosticSink;
}

/** The names of the profiles in the profiles.yml of a folder; none where there is no such file. */
export function readProfileNames({ host, folder, sink }: ReadProfileNamesOptions): readonly string[] {
  const file = readYamlFile({ host, path: join(folder, 'profiles.yml'), root: folder, sink });
  return isMapping(file?.value) ? mappingEntries(file.value).map(([key]) => String(key)) : [];
}

/** The profile that the dbt_project.yml of a folder names, as written; else the project's own name. */
export function readWantedProfile({ host, folder, sink }: ReadProfileNamesOptions): string | undefined {
  const file = readProjectFile({ host, folder, shownFrom: folder, sink });
  if (!isMapping(file?.value)) return undefined;
  const wanted = mappingGet(file.value, 'profile') ?? mappingGet(file.value, 'name');
  return typeof wanted === 'string' ? wanted : undefined;
}
