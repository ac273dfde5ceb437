export type {
  Block,
  BlockKind,
  Jinja,
  KnownMacro,
  MacroCall,
  MacroParameter,
  MacroTemplate,
  Rendered,
  RenderedSegment,
  RenderOptions,
  Scope,
  StaticCall,
  Template,
} from './contract.ts';
export { createJinja, type JinjaOptions } from './create-jinja.ts';
export { type JsonOptions, toJson } from './format/json.ts';
export {
  createModules,
  Decimal,
  type LateTableSource,
  lateTable,
  type ModulesOptions,
  type ResultValue,
  type TableSource,
  tableFrom,
} from './modules/index.ts';
export { parsePythonLiteral } from './native/python-literal.ts';
export { fromPlain, toPlain } from './plain.ts';
export { returnFunction } from './return-function.ts';
export { getAttribute, getItem } from './runtime/access.ts';
export { callValue } from './runtime/call.ts';
export { equals as equalOf, less as lessThan } from './runtime/compare.ts';
export { iterate, truth as truthOf } from './runtime/iteration.ts';
export { repr as reprOf, str as strOf } from './runtime/text.ts';
export { classOf, typeName as typeNameOf } from './runtime/type-name.ts';
export { unmarkedText } from './unmarked-text.ts';
export {
  BOOL,
  CALL,
  EQ,
  GETATTR,
  GETITEM,
  HASH,
  type HostFunction,
  hostFunction,
  ITER,
  isDict,
  type Keywords,
  LEN,
  MAPPING,
  type Mapping,
  mappingEntries,
  mappingGet,
  mappingHas,
  mappingKeys,
  mappingSet,
  mappingValues,
  PyDict,
  PySet,
  PyTuple,
  PythonError,
  REPR,
  raise,
  SHOWN,
  STR,
  TYPE,
  tuple,
  Undefined,
} from './values/index.ts';
