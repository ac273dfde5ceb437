export type {
  Block, BlockKind, Jinja, MacroCall, MacroParameter, MacroTemplate, Rendered, RenderedSegment, RenderOptions, Scope, StaticCall, Template,
} from './contract.ts';
export {
  BINARY, BOOL, CALL, CMP, EQ, GETATTR, GETITEM, HASH, hostFunction, type HostFunction, ITER, type Keywords, LEN, MAPPING, REPR, STR, TYPE,
} from './values/protocol.ts';
export { PyDict, PySet } from './values/dict.ts';
export { PyRange, PyTuple, tuple } from './values/tuple.ts';
export { ChainableUndefined, Undefined } from './values/undefined.ts';
export { PythonError, raise } from './values/python-error.ts';
export { Namespace, PyIterator, PyView } from './values/collections.ts';
export { isDict, type Mapping, mappingDelete, mappingEntries, mappingGet, mappingHas, mappingKeys, mappingSet, mappingSize, mappingValues } from './values/mapping.ts';
export { ReturnSignal } from './values/return-signal.ts';
export {
  callValue, createJinja, equalOf, fromPlain, getAttribute, getItem, isCallable, type JinjaOptions, iterate, lengthOf, namespaceFunction, reprOf, returnFunction, strOf, toJson, toPlain, truthOf, typeNameOf,
} from './draft/engine.ts';
