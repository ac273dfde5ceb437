import { type Dict, deepMerge } from '../config/plain.ts';
import type { ColumnProperties } from '../properties/column-properties.ts';
import type { NodeProperties } from '../properties/node-properties.ts';
import type { VersionProperties } from '../properties/version-properties.ts';

/** Properties that belong to one resource: an entry, or an entry and one of its versions. */
export interface NodePatch {
  readonly properties: NodeProperties;
  readonly version: VersionProperties | null;
  readonly latestVersion: string | number | null;
}

/** `package://models/_models.yml`. */
export function patchPathOf(patch: NodePatch): string {
  const { entry, packageName } = patch.properties;
  return `${packageName}://${entry.file.originalFilePath}`;
}

/** The columns that the resource has. */
export function columnsOf(patch: NodePatch): readonly ColumnProperties[] {
  const { properties, version } = patch;
  if (version === null) return properties.columns;
  const shared = properties.columns.filter((each) => version.includes(each.spec.name));
  return [...shared, ...version.columns];
}

/** The config that the properties give, or null when they give none. */
export function patchConfigOf(patch: NodePatch): Dict | null {
  const { properties, version } = patch;
  if (version !== null) {
    const merged = deepMerge(properties.config, version.config);
    // What stands beside `versions:` has been moved into the config, and the config is stronger.
    return version.access === null || 'access' in merged ? merged : { ...merged, access: version.access };
  }
  return Object.keys(properties.config).length > 0 ? properties.config : null;
}

/** The same as it stands in the file, for `unrendered_config`. */
export function writtenPatchConfigOf(patch: NodePatch): Dict | null {
  return patch.version === null ? patch.properties.writtenConfig : patch.version.writtenConfig;
}
