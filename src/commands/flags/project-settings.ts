import { join, resolve } from 'node:path';
import { isMapping, mappingRecord } from '../../base/index.ts';
import { parseYaml } from '../../base/yaml/index.ts';
import type { Host } from '../../host/index.ts';
import { dbtVariable, locateProject } from '../../project/index.ts';

/** What must be known of a project before it is loaded: how to talk about it. */
export interface ProjectSettings {
  readonly root: string;
  /** `flags:`, as written. */
  readonly flags: Readonly<Record<string, unknown>>;
  /** Absolute. */
  readonly logPath: string;
  /** Folder of profiles.yml, where the caller named one. */
  readonly profilesDir: string | undefined;
}

function readSettings(host: Host, root: string): Readonly<Record<string, unknown>> {
  try {
    const { value } = parseYaml(host.files.readText(join(root, 'dbt_project.yml')));
    return isMapping(value) ? mappingRecord(value) : {};
  } catch {
    // There is no such file, or it cannot be read: loading the project will say so.
    return {};
  }
}

/** Reads the settings of the project in or above a folder; nothing is checked, for the project is loaded later. */
export function projectSettings(
  host: Host,
  given: {
    readonly projectDir: string | undefined;
    readonly profilesDir: string | undefined;
    readonly logPath: string | undefined;
  },
): ProjectSettings {
  const root = locateProject(host, given.projectDir);
  const values = readSettings(host, root);
  const logPath = given.logPath ?? dbtVariable(host, 'LOG_PATH');
  const written = typeof values['log-path'] === 'string' ? values['log-path'] : 'logs';
  return {
    root,
    flags: isMapping(values['flags']) ? mappingRecord(values['flags']) : {},
    profilesDir: given.profilesDir,
    logPath: logPath === undefined ? resolve(root, written) : resolve(host.workingDirectory, logPath),
  };
}
