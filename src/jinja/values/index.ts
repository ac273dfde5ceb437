export { Namespace, PyIterator, PyView } from './collections.ts';
export { PyDict, PySet } from './dict.ts';
export {
  isDict,
  type Mapping,
  mappingDelete,
  mappingEntries,
  mappingGet,
  mappingHas,
  mappingKeys,
  mappingSet,
  mappingSize,
  mappingValues,
} from './mapping.ts';
export { bigOf, intOf, isFloat, isInt, isNumber, numberOf, type PyNumber } from './numbers.ts';
export {
  BINARY,
  BOOL,
  CALL,
  CMP,
  EQ,
  FORMAT,
  GETATTR,
  GETITEM,
  HASH,
  type HostFunction,
  hostFunction,
  ITER,
  type Keywords,
  LEN,
  MAPPING,
  NUMBER,
  REPR,
  ROUND,
  SHOWN,
  STR,
  TRACE,
  TYPE,
  UNARY,
} from './protocol.ts';
export { PythonError, raise } from './python-error.ts';
export { ReturnSignal } from './return-signal.ts';
export { PyRange, PyTuple, tuple } from './tuple.ts';
export { ChainableUndefined, Undefined } from './undefined.ts';
