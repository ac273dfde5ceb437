import type { Code } from './codes/index.ts';
import type { Diagnostic } from './diagnostic.ts';

/** dbt's names of warnings whose codes have another kind. Most name their event as their kind. */
const NAMES: Partial<Record<Code, string>> = {
  C009: 'NothingToDo',
  J110: 'JinjaLogWarning',
  N008: 'NodeNotFoundOrDisabled',
  N013: 'NoNodeForYamlKey',
  N014: 'WrongResourceSchemaFile',
  N020: 'UnusedResourceConfigPath',
  N026: 'MacroNotFoundForPatch',
  P008: 'ConfigTargetPathDeprecation',
  S004: 'NoNodesForSelectionCriteria',
  T102: 'LogTestResult',
  Y002: 'DuplicateYAMLKeysDeprecation',
};

/** dbt's codes of its warning events. */
const EVENT_CODES: Readonly<Record<string, string>> = {
  ConfigTargetPathDeprecation: 'D012',
  CustomKeyInObjectDeprecation: 'D027',
  DepsScrubbedPackageName: 'M035',
  DepsUnpinned: 'M029',
  DuplicateYAMLKeysDeprecation: 'D024',
  InvalidMacroAnnotation: 'I076',
  JinjaLogWarning: 'I061',
  MacroNotFoundForPatch: 'I059',
  MissingArgumentsPropertyInGenericTestDeprecation: 'D039',
  NoNodeForYamlKey: 'I058',
  NoNodesForSelectionCriteria: 'M030',
  NoNodesSelected: 'Q038',
  NodeNotFoundOrDisabled: 'I060',
  NothingToDo: 'Q035',
  PackageRedirectDeprecation: 'D001',
  PackageNodeDependsOnRootProjectNode: 'I077',
  UnusedResourceConfigPath: 'I051',
  SeedExceedsLimitAndPathChanged: 'I054',
  SeedExceedsLimitSamePath: 'I053',
  SeedIncreased: 'I052',
  UnusedTables: 'I056',
  UnversionedBreakingChange: 'I071',
  WarnStateTargetEqual: 'I072',
  WrongResourceSchemaFile: 'I057',
};

/** What dbt calls the event of a warning: `--warn-error-options` lists these names, and the JSON log carries name and code. */
export function warningEvent(diagnostic: Diagnostic): { readonly name: string; readonly code: string } {
  const isName = /^[A-Z][A-Za-z]+[a-z]$/.test(diagnostic.kind) && diagnostic.kind !== 'Warning';
  const name = NAMES[diagnostic.code] ?? (isName ? diagnostic.kind : 'Note');
  return { name, code: EVENT_CODES[name] ?? 'Z050' };
}
