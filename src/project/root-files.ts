import { join } from 'node:path';
import { isMapping, mappingGet, mappingRecord } from '../base/index.ts';
import { dumpYaml } from '../base/yaml-dump/index.ts';
import { DiagnosticError, diagnostic } from '../diagnostics/index.ts';
import type { Scope } from '../jinja/index.ts';
import { readProjectFile } from './load-package.ts';
import type { Load } from './load-project-options.ts';
import { renderYaml } from './render-yaml.ts';
import { readYamlFile, type YamlFile } from './yaml-file.ts';

type Dict = Readonly<Record<string, unknown>>;

/** The project's dbt_project.yml. Throws a `DiagnosticError` when there is none, or it is no YAML. */
export function rootFile({ options, list, root }: Load): YamlFile {
  const file = readProjectFile({ host: options.host, folder: root, shownFrom: root, sink: list });
  list.throwIfErrors();
  if (file !== undefined) return file;
  const path = join(root, 'dbt_project.yml');
  throw new DiagnosticError(
    diagnostic('P001', `there is no dbt_project.yml in ${root}`, {
      hint: 'Go into a project, name its folder with --project-dir, or start a new one with `init`.',
      dbtMessage: `No dbt_project.yml found at expected path ${path}\nVerify that each entry within packages.yml (and their transitive dependencies) contains a file named dbt_project.yml\n`,
    }),
  );
}

/** The variables of `vars.yml`, which stand in place of `vars:`; undefined when there is no such file or it is empty. */
export function varsFromFile({ options, list, root }: Load, project: YamlFile): Dict | undefined {
  const file = readYamlFile({ host: options.host, path: join(root, 'vars.yml'), root, sink: list });
  const vars = isMapping(file?.value) ? mappingGet(file.value, 'vars') : undefined;
  if (!isMapping(vars)) return undefined;
  const written = isMapping(project.value) ? mappingGet(project.value, 'vars') : undefined;
  if (isMapping(written) && Object.keys(mappingRecord(written)).length > 0) {
    list.report(
      diagnostic('P023', 'variables stand in vars.yml and in dbt_project.yml', {
        span: project.keySpanOf(['vars']),
        hint: 'Move all of them to one of the two files.',
        dbtMessage: 'Variables cannot be defined in both vars.yml and dbt_project.yml. ',
      }),
    );
  }
  return mappingRecord(vars);
}

/** The entries of `selectors.yml`, with their strings rendered. */
export function selectorsOf(
  load: Load,
  scope: Scope,
): { readonly entries: readonly unknown[]; readonly file?: YamlFile } {
  const { options, list, root } = load;
  const file = readYamlFile({ host: options.host, path: join(root, 'selectors.yml'), root, sink: list });
  if (file === undefined || file.value === null) return { entries: [] };
  const written = isMapping(file.value) ? mappingGet(file.value, 'selectors') : undefined;
  if (!Array.isArray(written)) {
    const hasKey = isMapping(file.value) && mappingGet(file.value, 'selectors') !== undefined;
    const shown = dumpYaml(hasKey ? written : file.value, { sortKeys: true });
    list.report(
      diagnostic('P044', 'selectors.yml wants a list `selectors`', {
        span: { source: file.source, start: 0, end: file.source.text.length },
        dbtMessage: `Could not parse selector file data: \n${shown}\nValid root-level selector definitions: union, intersection, string, dictionary. No lists. \nhttps://docs.getdbt.com/reference/node-selection/yaml-selectors`,
      }),
    );
    return { entries: [], file };
  }
  const entries = renderYaml({ jinja: options.jinja, scope, file, sink: list }, written, ['selectors']);
  return { entries: entries as readonly unknown[], file };
}
