import { join } from 'node:path';
import { isMapping, mappingRecord } from '../../base/index.ts';
import { parseYaml } from '../../base/yaml/index.ts';
import type { Host } from '../../host/index.ts';

/** `flags` of `~/.dbt/user_settings.yml`. As with dbt, a file that cannot be read counts as none. */
export function userSettings(host: Host): Readonly<Record<string, unknown>> {
  const path = join(host.homeDirectory, '.dbt', 'user_settings.yml');
  if (host.files.stat(path)?.isDirectory !== false) return {};
  const { value, errors } = parseYaml(host.files.readText(path));
  if (errors.length > 0 || !isMapping(value)) return {};
  const flags = mappingRecord(value)['flags'];
  return isMapping(flags) ? mappingRecord(flags) : {};
}
