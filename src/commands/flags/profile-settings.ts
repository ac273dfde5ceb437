import { join } from 'node:path';
import { isMapping, mappingRecord } from '../../base/index.ts';
import { parseYaml } from '../../base/yaml/index.ts';
import { type Diagnostic, DiagnosticError, diagnostic } from '../../diagnostics/index.ts';
import type { Host } from '../../host/index.ts';

type Flags = Readonly<Record<string, unknown>>;

/** `config` of profiles.yml, where dbt once had its settings. A file that cannot be read counts as none. */
function profileFlags(host: Host, folder: string): Flags {
  const path = join(folder, 'profiles.yml');
  if (host.files.stat(path)?.isDirectory !== false) return {};
  const { value, errors } = parseYaml(host.files.readText(path));
  if (errors.length > 0 || !isMapping(value)) return {};
  const { config } = mappingRecord(value);
  return isMapping(config) ? mappingRecord(config) : {};
}

/** The settings of a project: those of its own file, or the older ones of profiles.yml with the warning that they moved. */
export interface SettledFlags {
  readonly flags: Flags;
  readonly notice?: Diagnostic;
}

/** Throws a `DiagnosticError` when both files have settings, as dbt does. */
export function settleFlags(host: Host, projectFlags: Flags, profilesFolder: string): SettledFlags {
  const older = profileFlags(host, profilesFolder);
  if (Object.keys(older).length === 0) return { flags: projectFlags };
  if (Object.keys(projectFlags).length > 0) {
    throw new DiagnosticError(
      diagnostic(
        'P007',
        "settings stand both under 'config' in profiles.yml and under 'flags' in dbt_project.yml",
        {
          hint: "Move those of profiles.yml to 'flags'.",
          dbtMessage:
            "Do not specify both 'config' in profiles.yml and 'flags' in dbt_project.yml. Using 'config' in profiles.yml is deprecated.",
        },
      ),
    );
  }
  const message = "settings under 'config' in profiles.yml belong under 'flags' in dbt_project.yml";
  const notice = diagnostic('P008', message, {
    kind: 'ProjectFlagsMovedDeprecation',
    hint: "Move them to 'flags' in dbt_project.yml.",
  });
  return { flags: older, notice };
}
