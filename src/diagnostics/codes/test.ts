import { defineCodes } from './define.ts';

export const testCodes = defineCodes({
  T103: {
    title: 'Unit tests are not run',
    severity: 'warning',
    kind: 'Runtime Error',
    explanation:
      'Unit tests are read, checked and written into `manifest.json`, and this version does not run them: what they hold is not proved.',
    fix: 'Leave them out with `--exclude-resource-type unit_test`, or run them with dbt until a version runs them.',
  },
});
