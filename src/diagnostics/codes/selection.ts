import { defineCodes } from './define.ts';

export const selectionCodes = defineCodes({
  S018: {
    title: 'There is no run to take up again',
    severity: 'error',
    kind: 'Runtime Error',
    explanation:
      '`retry` reads the `run_results.json` of the run before. There is none, it is of a command that cannot be taken up again, or a node of it is gone from the project.',
    fix: 'Run a command first, or name the folder of its artifacts with `--state`.',
  },
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
  S010: {
    title: 'An earlier artifact cannot be read',
    severity: 'error',
    kind: 'Runtime Error',
    explanation:
      'The folder of `--state` or `--defer-state` holds a file with the name of an artifact that is not JSON, or lacks what such an artifact has.',
    fix: 'Write the artifacts of the earlier run again, or name another folder.',
  },
  S011: {
    title: 'An earlier artifact has another schema',
    severity: 'error',
    kind: 'Runtime Error',
    explanation:
      'The artifact was written by a version of dbt whose files this version does not read: `manifest.json` is read from v4 to v12, `run_results.json` from v4 to v6, `sources.json` as v3.',
    fix: 'Write the artifacts with a version that has one of these schemas.',
  },
  S012: {
    title: 'A versioned contract was broken',
    severity: 'error',
    kind: 'Breaking change to contract Error',
    explanation:
      'Compared with the earlier manifest, a model with versions and an enforced contract lost something that others may rely on: the contract, a column, its type, a constraint, or the model as a whole.',
    fix: 'Take the change back, or make it in a new version of the model.',
  },
  S013: {
    title: 'A contract was broken',
    severity: 'warning',
    kind: 'UnversionedBreakingChange',
    explanation:
      'Compared with the earlier manifest, a model with an enforced contract lost something that others may rely on: the contract, a column, its type, a constraint, or the model as a whole.',
    fix: 'Take the change back, or give the model versions, so that both forms exist for a while.',
  },
  S014: {
    title: 'A seed is too large to be compared',
    severity: 'warning',
    kind: 'SeedExceedsLimitSamePath',
    explanation:
      'Seeds over `--maximum-seed-size-mib` are not read for a checksum, so that only their path can be compared with the earlier manifest.',
    fix: 'Raise the limit, or set it to 0 to compare files of any size.',
  },
  S015: {
    title: 'The state is in the target folder',
    severity: 'warning',
    kind: 'WarnStateTargetEqual',
    explanation:
      'The folder of `--state` is the one into which this command writes its own artifacts, so that what was there is lost while it is compared with.',
    fix: 'Copy the artifacts of the earlier run to a folder of their own.',
  },
  S016: {
    title: 'There is no state to defer to',
    severity: 'error',
    kind: 'Runtime Error',
    explanation:
      '`--defer` reads the `manifest.json` of an earlier run, and `--state` or `--defer-state` names no folder that has one.',
    fix: 'Name the folder of that manifest with `--state` or `--defer-state`.',
  },
  S017: {
    title: 'Nothing is selected',
    severity: 'warning',
    kind: 'NoNodesSelected',
    explanation: '`ls` has nothing to list: no resource of the kinds asked for fits the selection.',
    fix: 'Check the criteria, the kinds of resources, and whether the resources are enabled.',
  },
});
