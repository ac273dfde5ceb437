// @ts-nocheck
import { Float as PyFloat } from '../../base/index.ts';
import { PyDict, PySet } from '../values/dict.ts';
import { PyTuple, PyRange } from '../values/tuple.ts';
import { Undefined, ChainableUndefined } from '../values/undefined.ts';
import { PythonError as PyError, raise as err } from '../values/python-error.ts';
import { PyView, PyIterator as PyIter, Namespace } from '../values/collections.ts';
import { CALL, GETATTR, GETITEM as ITEM, STR, REPR, TYPE, MAPPING, EQ, CMP, BINARY as BIN, BOOL, LEN, ITER } from '../values/protocol.ts';
import { hashKey } from '../values/hash-key.ts';
export { PyFloat, PyDict, PySet, PyTuple, PyRange, Undefined, ChainableUndefined, PyError, err, PyView, PyIter, Namespace, CALL, GETATTR, ITEM, STR, TYPE, MAPPING, EQ, CMP, BIN };
export const hkey = (k) => hashKey(k, v => err('TypeError', `unhashable type: '${typeName(v)}'`));
// Python-semantics runtime for Jinja templates (lab prototype).
// ints: JS integral number (bigint outside 2^53); floats: non-integral JS number, or PyFloat for integral-valued/inf/nan floats.


const isPlain = (v: any) => { const p = Object.getPrototypeOf(v); return p === Object.prototype || p === null; };
export const isDict = (v: any): boolean => typeof v === 'object' && v !== null && (v instanceof PyDict || (!Array.isArray(v) && isPlain(v) && !(GETATTR in v)));
export const dictKeys = (d: any): any[] => d instanceof PyDict ? d.keys() : Object.keys(d);
export const dictHas = (d: any, k: any): boolean => d instanceof PyDict ? d.has(k) : typeof k !== 'string' ? (hkey(k), false) : Object.hasOwn(d, k);
export const dictGet = (d: any, k: any): any => d instanceof PyDict ? d.get(k) : typeof k === 'string' && Object.hasOwn(d, k) ? (d[k] === undefined ? null : d[k]) : undefined;
export const dictSet = (d: any, k: any, v: any) => { if (d instanceof PyDict) d.set(k, v); else Object.defineProperty(d, String(k), { value: v, writable: true, enumerable: true, configurable: true }); };
export const dictDel = (d: any, k: any) => { if (d instanceof PyDict) d.delete(k); else delete d[k]; };
export const dictSize = (d: any) => d instanceof PyDict ? d.size : Object.keys(d).length;

export const isNum = (v: any) => typeof v === 'number' || typeof v === 'bigint' || v instanceof PyFloat || typeof v === 'boolean';
export const isFloat = (v: any) => v instanceof PyFloat || (typeof v === 'number' && !Number.isInteger(v));
export const isInt = (v: any) => typeof v === 'bigint' || (typeof v === 'number' && Number.isInteger(v)) || typeof v === 'boolean';
export const mkFloat = (n: number): any => Number.isInteger(n) || !Number.isFinite(n) ? new PyFloat(n) : n;
const mkInt = (b: bigint): any => b >= -9007199254740991n && b <= 9007199254740991n ? Number(b) : b;
const num = (v: any): number => v instanceof PyFloat ? v.value : Number(v);
const big = (v: any): bigint => typeof v === 'bigint' ? v : BigInt(v);
export const isCallable = (v: any) => v !== null && (typeof v === 'function' || typeof v === 'object') && typeof v[CALL] === 'function';

export function typeName(v: any): string {
  if (v === null) return 'NoneType';
  switch (typeof v) { case 'string': return 'str'; case 'boolean': return 'bool'; case 'bigint': return 'int'; case 'number': return Number.isInteger(v) ? 'int' : 'float'; case 'function': return v[TYPE] ?? 'function'; case 'undefined': return 'Undefined'; }
  if (v instanceof PyFloat) return 'float'; if (v instanceof PyTuple) return 'tuple'; if (v instanceof PyRange) return 'range'; if (Array.isArray(v)) return 'list';
  if (v instanceof PySet) return 'set'; if (v instanceof Undefined) return 'Undefined'; if (v instanceof PyView) return 'dict_' + v.kind; if (v instanceof PyIter) return v.typeName; if (v instanceof Namespace) return 'Namespace';
  if (isDict(v)) return 'dict'; return v[TYPE] ?? v.constructor?.name ?? 'object';
}
export function truth(v: any): boolean {
  switch (typeof v) { case 'boolean': return v; case 'string': return v !== ''; case 'number': return v !== 0; case 'bigint': return v !== 0n; case 'undefined': return false; case 'function': return true; }
  if (v === null) return false; if (Array.isArray(v)) return v.length > 0; if (v instanceof Undefined) return false; if (v instanceof PyFloat) return v.value !== 0; if (v instanceof PySet) return v.size > 0; if (v instanceof PyView) return v.size > 0;
  if (isDict(v)) return dictSize(v) > 0; if (v[BOOL]) return v[BOOL](); if (v[LEN]) return v[LEN]() > 0; return true;
}
export function floatRepr(n: number): string {
  if (Number.isNaN(n)) return 'nan'; if (!Number.isFinite(n)) return n > 0 ? 'inf' : '-inf'; if (Object.is(n, -0)) return '-0.0';
  const [m, e] = n.toExponential().split('e'); const x = Number(e);
  if (x < -4 || x >= 16) return m + 'e' + (x < 0 ? '-' : '+') + String(Math.abs(x)).padStart(2, '0');
  let s = String(n); if (s.includes('e')) s = n.toFixed(20).replace(/0+$/, ''); return s.includes('.') ? s : s + '.0';
}
export function strRepr(s: string): string {
  const q = s.includes("'") && !s.includes('"') ? '"' : "'"; let o = q;
  for (const c of s) { const p = c.codePointAt(0)!; if (c === q || c === '\\') o += '\\' + c; else if (c === '\n') o += '\\n'; else if (c === '\r') o += '\\r'; else if (c === '\t') o += '\\t'; else if (p < 32 || p === 127) o += '\\x' + p.toString(16).padStart(2, '0'); else if (p >= 128 && p < 0xa1 || p === 0xad) o += '\\x' + p.toString(16).padStart(2, '0'); else o += c; }
  return o + q;
}
export function repr(v: any): string {
  if (typeof v === 'string') return strRepr(v);
  if (v instanceof Undefined) return 'Undefined';
  if (v !== null && (typeof v==='object'||typeof v==='function') && v[REPR]) return v[REPR]();
  return str(v);
}
export function str(v: any): string {
  switch (typeof v) { case 'string': return v; case 'number': return Number.isInteger(v) ? String(v) : floatRepr(v); case 'boolean': return v ? 'True' : 'False'; case 'bigint': return String(v); case 'undefined': return ''; case 'function': return (v as any)[STR] ? (v as any)[STR]() : `<function ${(v as any).pyName ?? v.name}>`; }
  if (v === null) return 'None';
  if (v instanceof Undefined) return '';
  if (v instanceof PyFloat) return floatRepr(v.value);
  if (v instanceof PyTuple) return '(' + v.map(repr).join(', ') + (v.length === 1 ? ',)' : ')');
  if (v instanceof PyRange) return `range(${v.start}, ${v.stop}${v.step !== 1 ? ', ' + v.step : ''})`;
  if (Array.isArray(v)) return '[' + v.map(repr).join(', ') + ']';
  if (v instanceof PySet) return v.size ? '{' + [...v].map(repr).join(', ') + '}' : 'set()';
  if (v instanceof PyView) return `dict_${v.kind}([${v.toArray().map(repr).join(', ')}])`;
  if (v instanceof Namespace) return `<Namespace ${str(v.attributes)}>`;
  if (v instanceof PyIter) return `<${v.typeName} object at 0x0>`;
  if (isDict(v)) return '{' + dictKeys(v).map(k => repr(k) + ': ' + repr(dictGet(v, k))).join(', ') + '}';
  if (v[STR]) return v[STR](); if (v[REPR]) return v[REPR](); return `<${typeName(v)} object>`;
}
export const cp = (s: string): string[] | string => /[\ud800-\udfff]/.test(s) ? [...s] : s; // code points only when needed
export function iter(v: any): any[] {
  if (Array.isArray(v)) return v;
  if (typeof v === 'string') return [...v];
  if (v instanceof Undefined) return [];
  if (v instanceof PyView) return v.toArray(); if (v instanceof PySet) return [...v]; if (v instanceof PyIter) return v.rest();
  if (v !== null && typeof v === 'object') { if (isDict(v)) return dictKeys(v); if (v[ITER]) return [...v[ITER]()]; }
  return err('TypeError', `'${typeName(v)}' object is not iterable`);
}
export function len(v: any): number {
  if (typeof v === 'string') return cp(v).length; if (Array.isArray(v)) return v.length; if (v instanceof PySet) return v.size; if (v instanceof PyView) return v.size; if (v instanceof Undefined) return 0;
  if (isDict(v)) return dictSize(v); if (v && v[LEN]) return v[LEN](); return err('TypeError', `object of type '${typeName(v)}' has no len()`);
}
export function eq(a: any, b: any): boolean {
  if (a === b) return true;
  if (isNum(a) && isNum(b)) return typeof a === 'bigint' || typeof b === 'bigint' ? a instanceof PyFloat || b instanceof PyFloat ? num(a) === num(b) : a == b : num(a) === num(b);
  if (a === null || b === null || typeof a !== typeof b) return false;
  if (Array.isArray(a) && Array.isArray(b)) { if ((a instanceof PyTuple) !== (b instanceof PyTuple) || a.length !== b.length) return false; for (let i = 0; i < a.length; i++) if (!eq(a[i], b[i])) return false; return true; }
  if (a instanceof Undefined && b instanceof Undefined) return true;
  if (a instanceof PySet && b instanceof PySet) return a.size === b.size && [...a].every(x => b.has(x));
  if (isDict(a) && isDict(b)) return dictSize(a) === dictSize(b) && dictKeys(a).every(k => dictHas(b, k) && eq(dictGet(a, k), dictGet(b, k)));
  if (typeof a === 'object' && a[EQ]) return a[EQ](b);
  return false;
}
function und(v: any) { if (v instanceof Undefined) v.fail(); if (v === undefined) err('UndefinedError', 'value is undefined'); return v; }
export function cmp(a: any, b: any, op: string): number {
  und(a); und(b);
  if (isNum(a) && isNum(b)) { const x = typeof a === 'bigint' || typeof b === 'bigint' ? [a, b] : [num(a), num(b)]; return x[0] < x[1] ? -1 : x[0] > x[1] ? 1 : 0; }
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  if (Array.isArray(a) && Array.isArray(b) && (a instanceof PyTuple) === (b instanceof PyTuple)) { for (let i = 0; i < Math.min(a.length, b.length); i++) if (!eq(a[i], b[i])) return cmp(a[i], b[i], op); return a.length - b.length; }
  if (a && a[CMP]) return a[CMP](b);
  return err('TypeError', `'${op}' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`);
}
export function contains(a: any, b: any): boolean { // a in b
  if (typeof b === 'string') { if (typeof a !== 'string') { und(a); err('TypeError', `'in <string>' requires string as left operand, not ${typeName(a)}`); } return b.includes(a); }
  if (b instanceof PySet) return b.has(a);
  if (b instanceof PyView && b.kind === 'keys') return dictHas(b.mapping, a);
  if (b !== null && typeof b === 'object' && isDict(b)) return dictHas(b, a);
  if (b instanceof Undefined) return false;
  if (b === null || typeof b !== 'object') err('TypeError', `argument of type '${typeName(b)}' is not iterable`);
  return iter(b).some(x => eq(x, a));
}
const badOp = (op: string, a: any, b: any): never => { und(a); und(b); return err('TypeError', `unsupported operand type(s) for ${op}: '${typeName(a)}' and '${typeName(b)}'`); };
function hostBin(op: string, a: any, b: any) { if (a && a[BIN]) { const r = a[BIN](op, b, false); if (r !== undefined) return r; } if (b && b[BIN]) { const r = b[BIN](op, a, true); if (r !== undefined) return r; } return badOp(op, a, b); }
export function add(a: any, b: any): any {
  if (typeof a === 'string') { if (typeof b === 'string') return a + b; und(b); return err('TypeError', `can only concatenate str (not "${typeName(b)}") to str`); }
  if (isNum(a) && isNum(b)) return arith(a, b, (x, y) => x + y, (x, y) => x + y);
  if (Array.isArray(a)) { if (Array.isArray(b) && (a instanceof PyTuple) === (b instanceof PyTuple)) { const r = Array.prototype.slice.call(a).concat(Array.prototype.slice.call(b)); return a instanceof PyTuple ? PyTuple.of_(r) : r; } und(b); return err('TypeError', `can only concatenate ${typeName(a)} (not "${typeName(b)}") to ${typeName(a)}`); }
  return hostBin('+', a, b);
}
function arith(a: any, b: any, f: (x: number, y: number) => number, g: (x: bigint, y: bigint) => bigint): any {
  if (isFloat(a) || isFloat(b)) return mkFloat(f(num(a), num(b)));
  if (typeof a !== 'bigint' && typeof b !== 'bigint') { const r = f(Number(a), Number(b)); if (Number.isSafeInteger(r)) return r; }
  return mkInt(g(big(a), big(b)));
}
export const sub = (a: any, b: any): any => isNum(a) && isNum(b) ? arith(a, b, (x, y) => x - y, (x, y) => x - y) : a instanceof PySet && b instanceof PySet ? new PySet([...a].filter(x => !b.has(x))) : hostBin('-', a, b);
export function mul(a: any, b: any): any {
  if (isNum(a) && isNum(b)) return arith(a, b, (x, y) => x * y, (x, y) => x * y);
  if (isInt(a) && !isInt(b)) return mul(b, a);
  if (isInt(b)) { const n = Math.max(0, Number(b)); if (typeof a === 'string') return a.repeat(n); if (Array.isArray(a)) { const r: any[] = []; for (let i = 0; i < n; i++) r.push(...a); return a instanceof PyTuple ? PyTuple.of_(r) : r; } }
  return hostBin('*', a, b);
}
const zero = (b: any, m: string) => { if (num(b) === 0) err('ZeroDivisionError', m); };
export const div = (a: any, b: any): any => { if (!(isNum(a) && isNum(b))) return hostBin('/', a, b); zero(b, 'division by zero'); return mkFloat(num(a) / num(b)); };
export const floordiv = (a: any, b: any): any => { if (!(isNum(a) && isNum(b))) return hostBin('//', a, b); zero(b, isFloat(a) || isFloat(b) ? 'float floor division by zero' : 'integer division or modulo by zero'); return arith(a, b, (x, y) => Math.floor(x / y), (x, y) => { const q = x / y; return (x % y !== 0n && (x < 0n) !== (y < 0n)) ? q - 1n : q; }); };
export function mod(a: any, b: any): any {
  if (typeof a === 'string') return percentFormat(a, b);
  if (!(isNum(a) && isNum(b))) return hostBin('%', a, b); zero(b, isFloat(a) || isFloat(b) ? 'float modulo' : 'integer division or modulo by zero');
  return arith(a, b, (x, y) => { const r = x % y; return r !== 0 && (r < 0) !== (y < 0) ? r + y : r; }, (x, y) => { const r = x % y; return r !== 0n && (r < 0n) !== (y < 0n) ? r + y : r; });
}
export const pow = (a: any, b: any): any => !(isNum(a) && isNum(b)) ? hostBin('**', a, b) : isInt(a) && isInt(b) && Number(b) < 0 ? mkFloat(num(a) ** num(b)) : arith(a, b, (x, y) => x ** y, (x, y) => x ** y);
export const neg = (a: any): any => a instanceof PyFloat ? new PyFloat(-a.value) : typeof a === 'bigint' ? -a : isNum(a) ? (Number(a) === 0 ? 0 : -Number(a)) : badUn('-', a);
export const pos = (a: any): any => isNum(a) ? (typeof a === 'boolean' ? Number(a) : a) : badUn('+', a);
const badUn = (op: string, a: any): never => { und(a); return err('TypeError', `bad operand type for unary ${op}: '${typeName(a)}'`); };

// ---------- attribute / item access ----------
const TYPED: Record<string, any> = Object.create(null);
export function methodsOf(v: any): any { return typeof v === 'string' ? strM : Array.isArray(v) ? (v instanceof PyTuple || v instanceof PyRange ? tupM : listM) : v instanceof PySet ? setM : isDict(v) ? dictM : isInt(v) || isFloat(v) ? numM : null; }
function bound(o: any, name: string, f: (self: any, args: any[], kw: any) => any) { const g: any = (args: any[], kw: any) => f(o, args, kw); g[CALL] = g; g.pyName = name; g[TYPE] = 'builtin_function_or_method'; return g; }
const missingAttr = (o: any, n: any) => new Undefined(undefined, typeof n === 'string' ? `'${o === null ? 'None' : typeName(o) + ' object'}' has no attribute ${repr(n)}` : `${o === null ? 'None' : typeName(o) + ' object'} has no element ${repr(n)}`);
function pyAttr(o: any, n: string): any { // JS undefined when absent
  if (o instanceof Namespace) return dictGet(o.attributes, n);
  const ms = methodsOf(o); if (ms) { if (Object.hasOwn(ms, n)) return bound(o, n, ms[n]); if (!(typeof o === 'object' && o[GETATTR])) return undefined; }
  if (o !== null && (typeof o === 'object' || typeof o === 'function') && o[GETATTR]) return o[GETATTR](n);
  return undefined;
}
const chain = (o: any) => o instanceof ChainableUndefined;
export function getattr(o: any, n: string): any {
  if (o instanceof Undefined) { if (chain(o)) return o; o.fail(); }
  if (o === undefined) err('UndefinedError', 'value is undefined');
  if (n.charCodeAt(0) === 95 && n.startsWith('__')) { return new Undefined(undefined, `access to attribute ${repr(n)} of '${typeName(o)}' object is unsafe.`); }
  const v = pyAttr(o, n); if (v !== undefined) return v;
  if (typeof o === 'object' && o !== null && isDict(o)) { const x = dictGet(o, n); if (x !== undefined) return x; }
  else if (o !== null && typeof o === 'object' && o[ITEM]) { const x = o[ITEM](n); if (x !== undefined) return x; }
  return missingAttr(o, n);
}
export function getitem(o: any, k: any): any {
  if (o instanceof Undefined) { if (chain(o)) return o; o.fail(); }
  if (k instanceof Slice) return slice(o, k);
  if (typeof o === 'string' || Array.isArray(o)) { if (isInt(k)) { const s: any = typeof o === 'string' ? cp(o) : o; let i = Number(k); if (i < 0) i += s.length; return i >= 0 && i < s.length ? s[i] : missingAttr(o, k); } }
  else if (o !== null && typeof o === 'object') { if (isDict(o)) { const x = dictGet(o, k); if (x !== undefined) return x; } else if (o[ITEM]) { const x = o[ITEM](k); if (x !== undefined) return x; } }
  if (typeof k === 'string' && !k.startsWith('__')) { const v = pyAttr(o, k); if (v !== undefined) return v; }
  return missingAttr(o, k);
}
export class Slice { constructor(a, b, s) { this.a=a; this.b=b; this.s=s; } }
function slice(o: any, k: Slice): any {
  if (typeof o !== 'string' && !Array.isArray(o)) return isDict(o) ? err('TypeError', "unhashable type: 'slice'") : err('TypeError', `'${typeName(o)}' object is not subscriptable`);
  const src: any = typeof o === 'string' ? cp(o) : o, n = src.length, s = k.s === null ? 1 : Number(k.s); if (s === 0) err('ValueError', 'slice step cannot be zero');
  const clamp = (v: any, d: number) => { if (v === null) return d; let i = Number(v); if (i < 0) i += n; return s > 0 ? Math.min(Math.max(i, 0), n) : Math.min(Math.max(i, -1), n - 1); };
  const a = clamp(k.a, s > 0 ? 0 : n - 1), b = clamp(k.b, s > 0 ? n : -1); const r: any[] = [];
  for (let i = a; s > 0 ? i < b : i > b; i += s) r.push(src[i]);
  return typeof o === 'string' ? r.join('') : o instanceof PyTuple ? PyTuple.of_(r) : r;
}
export function setattr(o: any, n: string, v: any) { if (!(o instanceof Namespace)) err('TemplateRuntimeError', 'cannot assign attribute on non-namespace object'); o.attributes.set(n, v); }
export const NOKW = Object.freeze(Object.create(null));
export function call(f: any, args: any[], kw: any, what = 'object'): any {
  if (f !== null && f !== undefined && typeof f[CALL] === 'function') return f[CALL](args, kw ?? NOKW);
  if (f instanceof Undefined) { if (chain(f)) return f; f.fail(); }
  if (f !== null && typeof f === 'object' && typeof f[CALL] === 'function') return f[CALL](args, kw);
  return err('TypeError', `'${typeName(f)}' object is not callable`);
}
/** expose a JS function to templates with Python parameter binding */
export function fn(name: string, params: string[], f: (...a: any[]) => any, defaults: Record<string, any> = {}) {
  const g: any = (args: any[], kw: any) => {
    const out = new Array(params.length); let rest: any[] | null = null, kwrest: any = null; const star = params.indexOf('*'), dstar = params.indexOf('**'); const np = star >= 0 ? star : dstar >= 0 ? dstar : params.length;
    for (let i = 0; i < Math.min(np, args.length); i++) out[i] = args[i];
    if (args.length > np) { if (star < 0) err('TypeError', `${name}() takes ${np} positional arguments but ${args.length} were given`); rest = args.slice(np); }
    if (kw) for (const k of Object.keys(kw)) { const i = params.indexOf(k); if (i >= 0) { if (i < args.length && i < np) err('TypeError', `${name}() got multiple values for argument '${k}'`); out[i] = kw[k]; } else if (dstar >= 0) (kwrest ??= new PyDict()).set(k, kw[k]); else err('TypeError', `${name}() got an unexpected keyword argument '${k}'`); }
    if (star >= 0) out[star] = PyTuple.of_(rest ?? []); if (dstar >= 0) out[dstar] = kwrest ?? new PyDict();
    for (let i = 0; i < params.length; i++) if (out[i] === undefined && params[i][0] !== '*') { if (params[i] in defaults) out[i] = defaults[params[i]]; else err('TypeError', `${name}() missing 1 required positional argument: '${params[i]}'`); }
    return f(...out);
  }; g[CALL] = g; g.pyName = name; return g;
}
const arg = (args: any[], kw: any, i: number, name: string, d?: any) => i < args.length ? args[i] : kw && name in kw ? kw[name] : d !== undefined ? d : err('TypeError', `missing required argument: '${name}'`);
// ---------- methods ----------
type M = Record<string, (s: any, a: any[], kw: any) => any>;
const WS = ' \t\n\r\v\f\u001c\u001d\u001e\u001f\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000';
export function strip(s: string, chars: any, l: boolean, r: boolean) { const set = chars === null || chars === undefined ? WS : chars; let i = 0, j = s.length; if (l) while (i < j && set.includes(s[i])) i++; if (r) while (j > i && set.includes(s[j - 1])) j--; return s.slice(i, j); }
function split(s: string, sep: any, max: any, right = false): string[] {
  max = max === undefined || max === null ? -1 : Number(max);
  if (sep === null || sep === undefined) { if (max < 0) return s.split(/\s+/).filter(Boolean); const out: string[] = []; let t = strip(s, null, true, true); if (right) { while (max-- > 0 && t) { const m = /^([\s\S]*\S)\s+(\S+)$/.exec(t); if (!m) break; out.unshift(m[2]); t = m[1]; } if (t) out.unshift(t); return out; } while (max-- > 0) { const m = /^(\S+)\s+([\s\S]*)$/.exec(t); if (!m) break; out.push(m[1]); t = m[2]; } if (t) out.push(t); return out; }
  if (sep === '') err('ValueError', 'empty separator'); const p = s.split(sep); if (max < 0 || p.length <= max + 1) return p;
  return right ? [p.slice(0, p.length - max).join(sep), ...p.slice(p.length - max)] : [...p.slice(0, max), p.slice(max).join(sep)];
}
const title = (s: string) => s.replace(/\p{L}+/gu, w => w[0].toUpperCase() + w.slice(1).toLowerCase());
const capitalize = (s: string) => s ? s[0].toUpperCase() + s.slice(1).toLowerCase() : s;
const idx = (n: any, L: number, d: number) => { if (n === null || n === undefined) return d; let i = Number(n); if (i < 0) i = Math.max(0, i + L); return Math.min(i, L); };
const needStr = (x: any, m: string) => { und(x); if (typeof x !== 'string') err('TypeError', m.replace('%', typeName(x))); return x; };
const pad = (s: string, w: any, f: any, side: number) => { const n = Number(w) - len(s); if (n <= 0) return s; const c = f ?? ' '; if (side < 0) return s + c.repeat(n); if (side > 0) return c.repeat(n) + s; const l = (n >> 1) + (n & Number(w) & 1); return c.repeat(l) + s + c.repeat(n - l); };
const anyFix = (s: string, a: any, f: (x: string) => boolean) => Array.isArray(a) ? a.some(f) : f(needStr(a, 'startswith first arg must be str or a tuple of str, not %'));
const test = (re: RegExp) => (s: string) => re.test(s);
export const strM: M = {
  upper: s => s.toUpperCase(), lower: s => s.toLowerCase(), casefold: s => s.toLowerCase(), title: s => title(s), capitalize: s => capitalize(s), swapcase: s => [...s].map((c: string) => c === c.toUpperCase() ? c.toLowerCase() : c.toUpperCase()).join(''),
  strip: (s, a) => strip(s, a[0], true, true), lstrip: (s, a) => strip(s, a[0], true, false), rstrip: (s, a) => strip(s, a[0], false, true),
  split: (s, a, kw) => split(s, arg(a, kw, 0, 'sep', null), arg(a, kw, 1, 'maxsplit', -1)), rsplit: (s, a, kw) => split(s, arg(a, kw, 0, 'sep', null), arg(a, kw, 1, 'maxsplit', -1), true),
  splitlines: (s, a, kw) => { const keep = truth(arg(a, kw, 0, 'keepends', false)); const r = s.match(/[^\n\r]*(?:\r\n|\n|\r)|[^\n\r]+$/g) ?? []; return keep ? r : r.map((x: string) => x.replace(/\r?\n$|\r$/, '')); },
  replace: (s, a) => { needStr(a[0], 'replace() argument 1 must be str, not %'); needStr(a[1], 'replace() argument 2 must be str, not %'); return a[2] === undefined ? s.replaceAll(a[0], () => a[1]) : (() => { let n = Number(a[2]); return s.replaceAll(a[0], (m: string) => n-- > 0 ? a[1] : m); })(); },
  startswith: (s, a) => { const t = s.slice(idx(a[1], s.length, 0), idx(a[2], s.length, s.length)); return anyFix(t, a[0], x => t.startsWith(x)); }, endswith: (s, a) => { const t = s.slice(idx(a[1], s.length, 0), idx(a[2], s.length, s.length)); return anyFix(t, a[0], x => t.endsWith(x)); },
  find: (s, a) => { needStr(a[0], 'must be str, not %'); const i = s.indexOf(a[0], idx(a[1], s.length, 0)); return i >= 0 && i + a[0].length <= idx(a[2], s.length, s.length) ? i : -1; }, rfind: (s, a) => s.lastIndexOf(a[0]), index: (s, a) => { needStr(a[0], 'must be str, not %'); const i = s.indexOf(a[0], idx(a[1], s.length, 0)); return i < 0 ? err('ValueError', 'substring not found') : i; }, rindex: (s, a) => { const i = s.lastIndexOf(a[0]); return i < 0 ? err('ValueError', 'substring not found') : i; },
  count: (s, a) => needStr(a[0], 'must be str, not %') === '' ? s.length + 1 : s.split(a[0]).length - 1,
  join: (s, a) => iter(a[0]).map((x, i) => { if (typeof x !== 'string') { und(x); err('TypeError', `sequence item ${i}: expected str instance, ${typeName(x)} found`); } return x; }).join(s),
  format: (s, a, kw) => strFormat(s, a, kw), format_map: (s, a) => strFormat(s, [], a[0]),
  zfill: (s, a) => { const m = /^([+-]?)([\s\S]*)$/.exec(s)!; return m[1] + pad(m[2], Number(a[0]) - m[1].length, '0', 1); }, ljust: (s, a) => pad(s, a[0], a[1], -1), rjust: (s, a) => pad(s, a[0], a[1], 1), center: (s, a) => pad(s, a[0], a[1], 0),
  isdigit: test(/^\p{Nd}+$/u), isdecimal: test(/^\p{Nd}+$/u), isnumeric: test(/^[\p{Nd}\p{Nl}\p{No}]+$/u), isalpha: test(/^\p{L}+$/u), isalnum: test(/^[\p{L}\p{Nd}]+$/u), isspace: test(/^\s+$/), isidentifier: test(/^[\p{L}_][\p{L}\p{Nd}_]*$/u),
  isupper: s => s !== s.toLowerCase() && s === s.toUpperCase(), islower: s => s !== s.toUpperCase() && s === s.toLowerCase(), istitle: s => /\p{L}/u.test(s) && s === title(s),
  partition: (s, a) => { const i = s.indexOf(a[0]); return PyTuple.of_(i < 0 ? [s, '', ''] : [s.slice(0, i), a[0], s.slice(i + a[0].length)]); }, rpartition: (s, a) => { const i = s.lastIndexOf(a[0]); return PyTuple.of_(i < 0 ? ['', '', s] : [s.slice(0, i), a[0], s.slice(i + a[0].length)]); },
  removeprefix: (s, a) => s.startsWith(a[0]) ? s.slice(a[0].length) : s, removesuffix: (s, a) => a[0] && s.endsWith(a[0]) ? s.slice(0, -a[0].length) : s, expandtabs: s => s.replace(/\t/g, '        '),
};
const listIndex = (s: any[], x: any) => s.findIndex(y => eq(x, y));
export const tupM: M = { count: (s, a) => s.filter((x: any) => eq(x, a[0])).length, index: (s, a) => { const i = listIndex(s, a[0]); return i < 0 ? err('ValueError', `${repr(a[0])} is not in list`) : i; } };
export const listM: M = { ...tupM,
  append: (s, a) => { s.push(a[0]); return null; }, extend: (s, a) => { for (const x of [...iter(a[0])]) s.push(x); return null; }, insert: (s, a) => { s.splice(Number(a[0]), 0, a[1]); return null; },
  pop: (s, a) => { if (a.length > 1) err('TypeError', `pop expected at most 1 argument, got ${a.length}`); if (a.length && !isInt(a[0])) err('TypeError', `'${typeName(a[0])}' object cannot be interpreted as an integer`); if (!s.length) err('IndexError', 'pop from empty list'); let i = a.length ? Number(a[0]) : -1; if (i < 0) i += s.length; if (i < 0 || i >= s.length) err('IndexError', 'pop index out of range'); return s.splice(i, 1)[0]; },
  remove: (s, a) => { const i = listIndex(s, a[0]); if (i < 0) err('ValueError', 'list.remove(x): x not in list'); s.splice(i, 1); return null; }, reverse: s => { s.reverse(); return null; }, clear: s => { s.length = 0; return null; }, copy: s => s.slice(),
  sort: (s, a, kw) => { s.sort((x: any, y: any) => cmp(x, y, '<')); if (kw && truth(kw.reverse)) s.reverse(); return null; } };
const asPairs = (x: any): [any, any][] => isDict(x) ? dictKeys(x).map(k => [k, dictGet(x, k)]) : iter(x).map(p => { const q = iter(p); return [q[0], q[1]]; });
export const dictM: M = {
  get: (s, a) => { const v = dictGet(s, a[0]); return v === undefined ? a[1] ?? (a.length > 1 ? a[1] : null) : v; }, keys: s => new PyView('keys', s), values: s => new PyView('values', s), items: s => new PyView('items', s),
  update: (s, a, kw) => { if (a.length) for (const [k, v] of asPairs(a[0])) dictSet(s, k, v); if (kw) for (const k of Object.keys(kw)) dictSet(s, k, kw[k]); return null; },
  pop: (s, a) => { const v = dictGet(s, a[0]); if (v === undefined) return a.length > 1 ? a[1] : err('KeyError', repr(a[0])); dictDel(s, a[0]); return v; }, popitem: s => { const ks = dictKeys(s); if (!ks.length) err('KeyError', "'popitem(): dictionary is empty'"); const k = ks[ks.length - 1], v = dictGet(s, k); dictDel(s, k); return PyTuple.of_([k, v]); },
  setdefault: (s, a) => { const v = dictGet(s, a[0]); if (v !== undefined) return v; dictSet(s, a[0], a[1] ?? null); return a[1] ?? null; }, copy: s => PyDict.from(asPairs(s)), clear: s => { for (const k of dictKeys(s)) dictDel(s, k); return null; }, fromkeys: (_s, a) => PyDict.from(iter(a[0]).map(k => [k, a[1] ?? null] as [any, any])),
};
export const setM: M = { add: (s, a) => { s.add(a[0]); return null; }, discard: (s, a) => { s.delete(a[0]); return null; }, remove: (s, a) => s.delete(a[0]) ? null : err('KeyError', repr(a[0])), update: (s, a) => { for (const x of iter(a[0])) s.add(x); return null; }, union: (s, a) => new PySet([...s, ...a.flatMap(iter)]), intersection: (s, a) => { const o = new PySet(iter(a[0])); return new PySet([...s].filter(x => o.has(x))); }, difference: (s, a) => { const o = new PySet(iter(a[0])); return new PySet([...s].filter(x => !o.has(x))); }, symmetric_difference: (s, a) => { const o = new PySet(iter(a[0])); return new PySet([...[...s].filter(x => !o.has(x)), ...[...o].filter(x => !s.has(x))]); }, issubset: (s, a) => { const o = new PySet(iter(a[0])); return [...s].every(x => o.has(x)); }, issuperset: (s, a) => iter(a[0]).every(x => s.has(x)), copy: s => new PySet(s), pop: s => { for (const x of s) { s.delete(x); return x; } return err('KeyError', "'pop from an empty set'"); } };
export const numM: M = { is_integer: s => Number.isInteger(num(s)), bit_length: s => big(s).toString(2).length };

// ---------- formatting ----------
export function roundHalfEven(n: number, d: number): number { if (!Number.isFinite(n)) return n; if (d > 15) return n; if (d >= 0) { const s = Math.abs(n).toFixed(Math.min(100, d + 25 > 100 ? 100 : d + 25)); const [ip, fp = ''] = s.split('.'); const keep = fp.slice(0, d), rest = fp.slice(d); const half = '5' + '0'.repeat(Math.max(0, rest.length - 1)); let b = BigInt(ip + keep); if (rest > half || (rest === half && b % 2n === 1n)) b += 1n; const t = b.toString().padStart(d + 1, '0'); const r = Number(d ? t.slice(0, -d) + '.' + t.slice(-d) : t); return n < 0 ? -r : r; } const p = 10 ** -d; return roundHalfEven(n / p, 0) * p; }
const toFixedPy = (n: number, d: number) => { const s = roundHalfEven(Math.abs(n), d).toFixed(d); return (n < 0 || Object.is(n, -0) ? '-' : '') + s; };
const expo = (n: number, d: number) => n.toExponential(d).replace(/e([+-])(\d)$/, 'e$10$2');
function general(n: number, p: number, alt = false) { if (p === 0) p = 1; if (n === 0) return '0'; const e = Number(n.toExponential(p - 1).split('e')[1]); let s = e < -4 || e >= p ? expo(n, p - 1) : n.toFixed(Math.max(0, p - 1 - e)); if (!alt) s = s.replace(/(\.\d*?)0+(e|$)/, '$1$2').replace(/\.(e|$)/, '$1'); return s; }
export function formatSpec(v: any, spec: string): string {
  if (spec === '') return str(v);
  const m = /^(?:([\s\S])?([<>=^]))?([+\- ])?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([bcdeEfFgGnosxX%])?$/u.exec(spec); if (!m) return err('ValueError', 'Invalid format specifier');
  let [, fill, align, sign, alt, zero, width, grp, prec, type] = m as any; let body: string, neg_ = false;
  if (isNum(v) && !(typeof v === 'boolean' && (!type || type === 's'))) {
    const f = isFloat(v) || (type && 'eEfFgG%'.includes(type));
    if (f) { let n = num(v); neg_ = n < 0 || Object.is(n, -0); n = Math.abs(n); const p = prec === undefined ? 6 : Number(prec);
      body = !Number.isFinite(n) ? (Number.isNaN(n) ? 'nan' : 'inf') : type === 'f' || type === 'F' ? toFixedPy(n, p) : type === '%' ? toFixedPy(n * 100, p) + '%' : type === 'e' || type === 'E' ? expo(n, p) : type ? general(n, p) : prec === undefined ? floatRepr(n) : (() => { const g = general(n, p); return /[.e]/.test(g) ? g : g + '.0'; })(); if (type === 'E' || type === 'G') body = body.toUpperCase(); }
    else { let b = big(v); neg_ = b < 0n; if (neg_) b = -b; if (type === 's') err('ValueError', `Unknown format code 's' for object of type '${typeName(v)}'`); body = type === 'x' ? (alt ? '0x' : '') + b.toString(16) : type === 'X' ? (alt ? '0X' : '') + b.toString(16).toUpperCase() : type === 'b' ? (alt ? '0b' : '') + b.toString(2) : type === 'o' ? (alt ? '0o' : '') + b.toString(8) : type === 'c' ? String.fromCodePoint(Number(b)) : b.toString(); }
    if (grp) body = body.replace(/^\d+/, d => d.replace(/\B(?=(\d{3})+$)/g, grp));
    const sg = neg_ ? '-' : sign === '+' ? '+' : sign === ' ' ? ' ' : ''; const w = Number(width ?? 0);
    if (zero && !align) { align = '='; fill ??= '0'; }
    if (align === '=') return sg + pad(body, w - sg.length, fill ?? ' ', 1);
    return pad(sg + body, w, fill ?? ' ', align === '<' ? -1 : align === '^' ? 2 : 1).replace(/^/, '') && (align === '^' ? center(sg + body, w, fill ?? ' ') : pad(sg + body, w, fill ?? ' ', align === '<' ? -1 : 1));
  }
  if (v === null || Array.isArray(v) || isDict(v)) err('TypeError', `unsupported format string passed to ${typeName(v)}.__format__`);
  body = str(v); if (type && type !== 's') err('ValueError', `Unknown format code '${type}' for object of type 'str'`); if (prec !== undefined) body = [...body].slice(0, Number(prec)).join('');
  const w = Number(width ?? 0); return align === '^' ? center(body, w, fill ?? ' ') : pad(body, w, fill ?? (zero ? '0' : ' '), align === '>' ? 1 : -1);
}
const center = (s: string, w: number, f: string) => { const n = w - len(s); if (n <= 0) return s; const l = n >> 1; return f.repeat(l) + s + f.repeat(n - l); };
export function strFormat(s: string, args: any[], kw: any): string {
  let auto = 0, o = '', i = 0; const kwGet = (k: string) => kw instanceof PyDict ? kw.get(k) : kw && Object.hasOwn(kw, k) ? kw[k] : undefined;
  while (i < s.length) {
    const c = s[i];
    if (c === '{') { if (s[i + 1] === '{') { o += '{'; i += 2; continue; } let d = 1, j = i + 1; while (j < s.length && d) { if (s[j] === '{') d++; else if (s[j] === '}') d--; j++; } if (d) err('ValueError', "expected '}' before end of string");
      const field = s.slice(i + 1, j - 1); i = j; const m = /^([^!:]*)(?:!([rsa]))?(?::([\s\S]*))?$/.exec(field)!; const path = m[1];
      const pm = /^([^.[]*)([\s\S]*)$/.exec(path)!; let v: any;
      if (pm[1] === '' || /^\d+$/.test(pm[1])) { const n = pm[1] === '' ? auto++ : Number(pm[1]); if (n >= args.length) err('IndexError', `Replacement index ${n} out of range for positional args tuple`); v = args[n]; } else { v = kwGet(pm[1]); if (v === undefined) err('KeyError', repr(pm[1])); }
      for (const [, a, b] of pm[2].matchAll(/\.(\w+)|\[([^\]]+)\]/g)) v = a !== undefined ? getattr(v, a) : getitem(v, /^\d+$/.test(b) ? Number(b) : b);
      if (m[2] === 'r') v = repr(v); else if (m[2]) v = str(v);
      o += formatSpec(v, m[3] ? m[3].replace(/\{(\w*)\}/g, (_x, k) => str(k === '' ? args[auto++] : /^\d+$/.test(k) ? args[Number(k)] : kwGet(k))) : '');
    } else if (c === '}') { if (s[i + 1] === '}') { o += '}'; i += 2; } else err('ValueError', "Single '}' encountered in format string"); }
    else { let j = i; while (j < s.length && s[j] !== '{' && s[j] !== '}') j++; o += s.slice(i, j); i = j; }
  } return o;
}
export function percentFormat(s: string, v: any): string {
  const isT = v instanceof PyTuple; const a: any[] = isT ? v : [v]; let n = 0, used = false;
  const next = () => { used = true; return n < a.length ? a[n++] : err('TypeError', 'not enough arguments for format string'); };
  const r = s.replace(/%(?:\((\w+)\))?([#0\- +]*)(\*|\d+)?(?:\.(\*|\d+))?([hlL])?([diouxXeEfFgGcrsa%])/g, (_m, key, flags, w, p, _l, t) => {
    if (t === '%') return '%'; if (w === '*') w = str(next()); if (p === '*') p = str(next()); let x: any; if (key !== undefined) { used = true; n = a.length; x = getitem(v, key); if (x instanceof Undefined) err('KeyError', repr(key)); } else x = next();
    const left = flags.includes('-'), z = flags.includes('0') && !left; const sg = flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : ''; let b: string;
    if (t === 's' || t === 'a') { b = str(x); if (p !== undefined) b = b.slice(0, Number(p)); } else if (t === 'r') b = repr(x); else if (t === 'c') b = typeof x === 'string' ? x : String.fromCharCode(Number(x));
    else { und(x); if (!isNum(x)) err('TypeError', t === 'd' || t === 'i' ? `%${t} format: a real number is required, not ${typeName(x)}` : t === 'x' ? `%x format: an integer is required, not ${typeName(x)}` : `must be real number, not ${typeName(x)}`); const ty = 'diu'.includes(t) ? 'd' : t; const xx = ty === 'd' && isFloat(x) ? Math.trunc(num(x)) : typeof x === 'boolean' ? Number(x) : x; b = formatSpec(xx, sg + (flags.includes('#') ? '#' : '') + (z && w ? '0' + w : '') + (p !== undefined && ty !== 'd' ? '.' + p : '') + ty); }
    return w ? pad(b, Number(w), ' ', left ? -1 : 1) : b;
  });
  if (n < a.length && (isT ? true : !isDict(v) && !(Array.isArray(v)) && !(v instanceof PySet))) err('TypeError', 'not all arguments converted during string formatting');
  return r;
}
