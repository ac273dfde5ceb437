import { defineCodes } from './define.ts';

export const selectionCodes = defineCodes({
  S001: {
    title: 'Unknown selection method',
    severity: 'error',
    kind: 'Runtime Error',
    explanation:
      'What stands before the colon of a criterion must be a method such as `tag`, `path` or `config.materialized`.',
    fix: 'Correct the method, or leave it out to select by name.',
  },
  S002: {
    title: '`@` and `+` do not go together',
    severity: 'error',
    kind: 'Runtime Error',
    explanation:
      '`@model` already means the model, its children and all their parents, so a `+` at the end adds nothing.',
    fix: 'Remove one of the two signs.',
  },
  S003: {
    title: 'A selection criterion cannot be read',
    severity: 'error',
    kind: 'Runtime Error',
    explanation: 'The text does not have the form `[@][n+][method:]value[+n]`.',
    fix: 'Write one criterion in one line.',
  },
  S004: {
    title: 'A selection criterion matches nothing',
    severity: 'warning',
    kind: 'NoNodesForSelectionCriteria',
    explanation:
      'No enabled node fits the criterion, so it adds nothing to the selection or takes nothing away.',
    fix: 'Check the spelling with `ls`, and whether the node is disabled.',
  },
  S005: {
    title: 'Unknown selector',
    severity: 'error',
    kind: 'Runtime Error',
    explanation: 'The name is not that of a selector in selectors.yml.',
    fix: 'Use one of the names that the message lists, or define the selector.',
  },
  S006: {
    title: 'A selection method cannot use this value',
    severity: 'error',
    kind: 'Runtime Error',
    explanation:
      'Methods such as `resource_type`, `test_type`, `version` and `source` take values of a certain form only.',
    fix: 'Use one of the forms that the message names.',
  },
  S007: {
    title: 'A selection method has nothing to compare with',
    severity: 'error',
    kind: 'Runtime Error',
    explanation:
      '`state:`, `result:` and `source_status:` compare the project with the artifacts of an earlier run.',
    fix: 'Name the folder of the earlier artifacts with `--state`.',
  },
  S008: {
    title: 'A definition in selectors.yml cannot be used',
    severity: 'error',
    kind: 'Runtime Error',
    explanation:
      'A definition is a criterion as on the command line, a mapping with `method` and `value`, or a `union` or `intersection` of such.',
    fix: 'Correct the place that the message shows.',
  },
  S009: {
    title: 'Selectors refer to each other in a circle',
    severity: 'error',
    kind: 'Runtime Error',
    explanation: 'A definition uses `method: selector`, and following it leads back to the definition.',
    fix: 'Remove one of the references.',
  },
});
