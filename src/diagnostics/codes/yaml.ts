import { defineCodes } from './define.ts';

export const yamlCodes = defineCodes({
  Y001: {
    title: 'A file is not valid YAML',
    severity: 'error',
    kind: 'Runtime Error',
    explanation:
      'The file cannot be read as YAML: indentation, quotes, brackets or colons do not fit together.',
    fix: 'Correct the place that the message shows. Values that start with `{{`, `*`, `&`, `@` or a backtick need quotes.',
  },
  Y002: {
    title: 'A key stands twice in one mapping',
    severity: 'warning',
    kind: 'DuplicateYAMLKeysDeprecation',
    explanation:
      'Two keys of one mapping have the same name. The later value holds, the earlier one is lost.',
    fix: 'Remove one of the two, or merge their values.',
  },
});
