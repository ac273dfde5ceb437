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
export { namespaceFunction, pythonFunction } from './globals/index.ts';
export {
  createModules,
  Decimal,
  type ModulesOptions,
  PyDate,
  PyDateTime,
  PyTime,
  type ResultValue,
  Table,
  type TableSource,
  TimeDelta,
  tableFrom,
  valueFromSql,
} from './modules/index.ts';
export { parsePythonLiteral } from './native/python-literal.ts';
export { fromPlain, toPlain } from './plain.ts';
export { returnFunction } from './return-function.ts';
export { getAttribute, getItem } from './runtime/access.ts';
export { callValue, isCallable } from './runtime/call.ts';
export { compare as compareOf, equals as equalOf } from './runtime/compare.ts';
export { iterate, length as lengthOf, truth as truthOf } from './runtime/iteration.ts';
export { Slice, sliceIndices } from './runtime/slice.ts';
export { repr as reprOf, str as strOf } from './runtime/text.ts';
export { typeName as typeNameOf } from './runtime/type-name.ts';
export {
  BINARY,
  BOOL,
  CALL,
  ChainableUndefined,
  CMP,
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
  mappingDelete,
  mappingEntries,
  mappingGet,
  mappingHas,
  mappingKeys,
  mappingSet,
  mappingSize,
  mappingValues,
  Namespace,
  PyDict,
  PyIterator,
  PyRange,
  PySet,
  PyTuple,
  PythonError,
  PyView,
  REPR,
  ReturnSignal,
  raise,
  STR,
  TRACE,
  TYPE,
  tuple,
  Undefined,
} from './values/index.ts';
