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
  S004: 'NoNodesForSelectionCriteria',
  T102: 'LogTestResult',
  Y002: 'DuplicateYAMLKeysDeprecation',
};

/** dbt's codes of its warning events. */
const EVENT_CODES: Readonly<Record<string, string>> = {
  AdapterDeprecationWarning: 'D005',
  AdapterEventWarning: 'E003',
  ArgumentsPropertyInGenericTestDeprecation: 'D038',
  BehaviorChangeEvent: 'D000',
  CatalogGenerationError: 'E040',
  CollectFreshnessReturnSignature: 'D012',
  ConfigDataPathDeprecation: 'D004',
  ConfigLogPathDeprecation: 'D010',
  ConfigSourcePathDeprecation: 'D003',
  ConfigTargetPathDeprecation: 'D011',
  ConstraintNotEnforced: 'E048',
  ConstraintNotSupported: 'E049',
  CustomKeyInConfigDeprecation: 'D026',
  CustomKeyInObjectDeprecation: 'D027',
  CustomOutputPathInSourceFreshnessDeprecation: 'D029',
  CustomTopLevelKeyDeprecation: 'D025',
  DeprecatedModel: 'I065',
  DeprecatedReference: 'I067',
  DeprecationsSummary: 'D028',
  DepsScrubbedPackageName: 'M035',
  DepsUnpinned: 'M029',
  DuplicateNameDistinctNodeTypesDeprecation: 'D040',
  DuplicateYAMLKeysDeprecation: 'D024',
  EnvironmentVariableNamespaceDeprecation: 'D036',
  EnvironmentVariableRenamed: 'D009',
  ExposureNameDeprecation: 'D007',
  FreshnessConfigProblem: 'I073',
  GenerateSchemaNameNullValueDeprecation: 'D044',
  GenericJSONSchemaValidationDeprecation: 'D022',
  GenericSemanticLayerDeprecation: 'D042',
  GetMetaKeyWarning: 'D041',
  InternalDeprecation: 'D008',
  InvalidConcurrentBatchesConfig: 'I075',
  InvalidMacroAnnotation: 'I076',
  InvalidValueForField: 'I008',
  JinjaLogWarning: 'I061',
  MFConverterIssue: 'I078',
  MFCumulativeTypeParamsDeprecation: 'D019',
  MFTimespineWithoutYamlConfigurationDeprecation: 'D018',
  MacroNotFoundForPatch: 'I059',
  MetricAttributesRenamed: 'D006',
  MicrobatchMacroOutsideOfBatchesDeprecation: 'D020',
  MicrobatchModelNoEventTimeInputs: 'I074',
  MissingArgumentsPropertyInGenericTestDeprecation: 'D039',
  MissingPlusPrefixDeprecation: 'D037',
  ModelParamUsageDeprecation: 'D032',
  ModulesItertoolsUsageDeprecation: 'D034',
  NoNodeForYamlKey: 'I058',
  NoNodesForSelectionCriteria: 'M030',
  NoNodesSelected: 'Q038',
  NodeNotFoundOrDisabled: 'I060',
  NothingToDo: 'Q035',
  PackageInstallPathDeprecation: 'D002',
  PackageMaterializationOverrideDeprecation: 'D016',
  PackageNodeDependsOnRootProjectNode: 'I077',
  PackageRedirectDeprecation: 'D001',
  ProjectFlagsMovedDeprecation: 'D013',
  PropertyMovedToConfigDeprecation: 'D030',
  ResourceNamesWithSpacesDeprecation: 'D015',
  SeedExceedsLimitAndPathChanged: 'I054',
  SeedExceedsLimitChecksumChanged: 'I055',
  SeedExceedsLimitSamePath: 'I053',
  SeedIncreased: 'I052',
  SelectExcludeIgnoredWithSelectorWarning: 'Z064',
  SemanticValidationFailure: 'I070',
  SnapshotTimestampWarning: 'Q043',
  SourceFreshnessProjectHooksNotRun: 'D017',
  SourceOverrideDeprecation: 'D035',
  TestsConfigDeprecation: 'D012',
  TimeDimensionsRequireGranularityDeprecation: 'D041',
  UnexpectedJinjaBlockDeprecation: 'D023',
  UnsupportedConstraintMaterialization: 'I068',
  UnusedResourceConfigPath: 'I051',
  UnusedTables: 'I056',
  UnversionedBreakingChange: 'I071',
  UpcomingReferenceDeprecation: 'I066',
  ValidationWarning: 'I009',
  WEOIncludeExcludeDeprecation: 'D031',
  WarnStateTargetEqual: 'I072',
  WrongResourceSchemaFile: 'I057',
};

/** Deprecations from before dbt put the name of the event into their text, which a flag asks for. */
const NAMED_ON_REQUEST = /^D0(0[1-9]|1\d|20)$/;
/** Events with codes of deprecations that are told as plain warnings. */
const NO_DEPRECATIONS: ReadonlySet<string> = new Set([
  'BehaviorChangeEvent',
  'CollectFreshnessReturnSignature',
  'GetMetaKeyWarning',
]);
const UNTAGGED: ReadonlySet<string> = new Set([
  'AdapterEventWarning',
  'CatalogGenerationError',
  'SelectExcludeIgnoredWithSelectorWarning',
]);

/** What dbt calls the event of a warning, and how its text begins. */
export interface WarningEvent {
  readonly name: string;
  readonly code: string;
  /** Its text begins with `Deprecated functionality`, and it counts among the deprecations. */
  readonly isDeprecation: boolean;
  /** `always`: `[WARNING][Name]`; `onRequest`: under `require_event_names_in_deprecations`. */
  readonly named: 'always' | 'onRequest' | 'never';
  /** Whether the text begins with `[WARNING]`. */
  readonly isTagged: boolean;
}

/** dbt's event of this name. */
export function warningEventNamed(name: string): WarningEvent {
  const code = EVENT_CODES[name] ?? 'Z050';
  const isDeprecation = code.startsWith('D') && !NO_DEPRECATIONS.has(name);
  const named = !isDeprecation ? 'never' : NAMED_ON_REQUEST.test(code) ? 'onRequest' : 'always';
  return { name, code, isDeprecation, named, isTagged: !UNTAGGED.has(name) };
}

/** What dbt calls the event of a warning: `--warn-error-options` lists these names, and the JSON log carries name and code. */
export function warningEvent(diagnostic: Diagnostic): WarningEvent {
  const isName = /^[A-Z][A-Za-z]+[a-z]$/.test(diagnostic.kind) && diagnostic.kind !== 'Warning';
  return warningEventNamed(isName ? diagnostic.kind : (NAMES[diagnostic.code] ?? 'Note'));
}
