import type { YamlPath } from '../../base/yaml/index.ts';
import type { Dict } from '../config/plain.ts';
import type { EntryFields } from './entry-fields.ts';

/** A test as written under `data_tests:` (or `tests:`), and where. */
export interface TestEntry {
  readonly definition: unknown;
  readonly path: YamlPath;
}

/** The tests of a model, column, source table... */
export function testEntries(options: {
  readonly written: Dict;
  readonly path: YamlPath;
  readonly fields: EntryFields;
}): readonly TestEntry[] {
  const { written, path, fields } = options;
  const old = written['tests'];
  const hasOld = Array.isArray(old) ? old.length > 0 : Boolean(old);
  if (hasOld && 'data_tests' in written) {
    fields.fault(
      [...path, 'tests'],
      "at path []: Invalid test config: cannot have both 'tests' and 'data_tests' defined",
    );
  }
  const key = hasOld && !('data_tests' in written) ? 'tests' : 'data_tests';
  const at = [...path, key];
  const list = written[key];
  if (list === undefined || list === null) return [];
  return fields.list(list).map((definition, index) => ({ definition, path: [...at, index] }));
}
