// @ts-nocheck
// Own Jinja2 lexer + parser + JS code generator (lab prototype, design iv).
import * as P from './pyrt.ts';
import * as B from './builtins.ts';
const { PyError, PyTuple, PyDict, PyFloat } = P;
export class TemplateSyntaxError extends PyError { constructor(msg, line, tpl = '<template>') { super('TemplateSyntaxError', msg); this.line=line; this.tpl=tpl; } }
// ---------------------------------------------------------------- lexer
type Tok = { k: string; v: any; l: number };
const OPS = ['//', '**', '==', '!=', '>=', '<=', '+', '-', '/', '*', '%', '~', '[', ']', '(', ')', '{', '}', '>', '<', '=', '.', ':', '|', ',', ';'];
const ROOT = /\{%-?\+?\s*raw\s*(?:-%\}\s*|%\})|\{[{%#]/g;
const WSRE = /\s+/y, NAME = /[\p{L}_][\p{L}\p{N}_\p{Mn}]*/uy, FLOAT = /(?<!\.)\d(?:_?\d)*(?:(?:\.\d(?:_?\d)*)(?:e[+\-]?\d(?:_?\d)*)?|e[+\-]?\d(?:_?\d)*)/yi, INT = /0b(?:_?[01])+|0o(?:_?[0-7])+|0x(?:_?[\da-f])+|[1-9](?:_?\d)*|0(?:_?0)*/yi, STRING = /'([^'\\]*(?:\\[\s\S][^'\\]*)*)'|"([^"\\]*(?:\\[\s\S][^"\\]*)*)"/y;
const ESC: Record<string, string> = { n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v', '\\': '\\', "'": "'", '"': '"', '\n': '' };
export const unescape = (s: string) => s.includes('\\') ? s.replace(/\\(?:([ntrabfv\\'"\n])|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{1,3}))/g, (m, c, x, u, U, o) => c !== undefined ? ESC[c] : x ?? u ?? U ? String.fromCodePoint(parseInt(x ?? u ?? U, 16)) : o !== undefined ? String.fromCharCode(parseInt(o, 8)) : m) : s;
export function lex(src: string, name = '<template>'): Tok[] {
  src = src.replace(/\r\n|\r/g, '\n'); if (src.endsWith('\n')) src = src.slice(0, -1);
  const out: Tok[] = []; let i = 0, line = 1; const fail = (m: string): never => { throw new TemplateSyntaxError(m, line, name); };
  const nl = (s: string) => { for (let j = 0; (j = s.indexOf('\n', j) + 1) > 0;) line++; };
  const data = (s: string, lstrip: boolean, rstrip: boolean) => { const start = line; nl(s); let t = s; if (lstrip) t = t.trimStart(); if (rstrip) t = t.trimEnd(); if (t) out.push({ k: 'data', v: t, l: start }); };
  let strip = false;
  while (i <= src.length) {
    ROOT.lastIndex = i; const m = ROOT.exec(src);
    if (!m) { data(src.slice(i), strip, false); break; }
    const at = m.index, open = m[0].slice(0, 2), sign = src[at + 2]; const text = src.slice(i, at); data(text, strip, sign === '-'); strip = false;
    if (m[0].length > 2) { // raw block
      const raw0 = /\{%([-+]?)/.exec(m[0])!; nl(m[0]); const end = /\{%(-|\+|)\s*endraw\s*(-%\}|\+%\}|%\})/g; end.lastIndex = at + m[0].length; const e = end.exec(src); if (!e) fail('Missing end of raw directive'); void raw0;
      data(src.slice(at + m[0].length, e!.index), /-%\}\s*$/.test(m[0]), e![1] === '-'); nl(e![0]); i = e!.index + e![0].length; strip = e![2][0] === '-'; continue;
    }
    if (open === '{#') { const e = src.indexOf('#}', at + 2); if (e < 0) fail('Missing end of comment tag'); nl(src.slice(at, e)); strip = src[e - 1] === '-' && e - 1 > at + 1; i = e + 2; continue; }
    const isVar = open === '{{', close = isVar ? '}}' : '%}'; i = at + 2; if (sign === '-' || sign === '+') i++;
    out.push({ k: isVar ? 'var' : 'block', v: open, l: line }); const bal: string[] = [];
    for (; ;) {
      WSRE.lastIndex = i; const w = WSRE.exec(src); if (w) { nl(w[0]); i = WSRE.lastIndex; }
      if (i >= src.length) fail(isVar ? "unexpected end of template, expected 'end of print statement'." : "unexpected end of template, expected 'end of statement block'.");
      if (!bal.length) { const c = src[i]; if ((c === '-' || c === '+') && src.startsWith(close, i + 1) && (c === '-' || !isVar)) { strip = c === '-'; i += 3; break; } if (src.startsWith(close, i)) { i += 2; break; } }
      const l = line; let t: RegExpExecArray | null;
      FLOAT.lastIndex = i; if ((t = FLOAT.exec(src))) { out.push({ k: 'float', v: P.mkFloat(Number(t[0].replace(/_/g, ''))), l }); i = FLOAT.lastIndex; continue; }
      INT.lastIndex = i; if ((t = INT.exec(src))) { const n = BigInt(t[0].replace(/_/g, '').toLowerCase()); out.push({ k: 'int', v: n <= 9007199254740991n ? Number(n) : n, l }); i = INT.lastIndex; continue; }
      NAME.lastIndex = i; if ((t = NAME.exec(src))) { out.push({ k: 'name', v: t[0], l }); i = NAME.lastIndex; continue; }
      STRING.lastIndex = i; if ((t = STRING.exec(src))) { nl(t[0]); out.push({ k: 'str', v: unescape(t[1] ?? t[2]), l }); i = STRING.lastIndex; continue; }
      const op = OPS.find(o => src.startsWith(o, i)); if (!op) fail(`unexpected char ${P.repr(src[i])} at ${i}`);
      if ('({['.includes(op!)) bal.push(op === '(' ? ')' : op === '{' ? '}' : ']'); else if (')}]'.includes(op!)) { const want = bal.pop(); if (!want) fail(`unexpected '${op}'`); if (want !== op) fail(`unexpected '${op}', expected '${want}'`); }
      out.push({ k: op!, v: op, l }); i += op!.length;
    }
    out.push({ k: isVar ? 'var_end' : 'block_end', v: close, l: line });
  }
  out.push({ k: 'eof', v: 'end of template', l: line }); return out;
}
// ---------------------------------------------------------------- parser
export type N = { t: string; l: number;[k: string]: any };
const STOP_TUPLE = new Set(['var_end', 'block_end', ')']);
const CMP: Record<string, string> = { '==': 'eq', '!=': 'ne', '<': 'lt', '<=': 'le', '>': 'gt', '>=': 'ge' };
const BLOCKS = new Set(['materialization', 'test', 'data_test', 'snapshot', 'docs', 'analysis']);
export class Parser {
  p = 0; ends: string[][] = []; toks: Tok[];
  constructor(src: string, name = '<template>') { this.name = name; this.toks = lex(src, name); }
  get cur() { return this.toks[this.p]; }
  fail(m: string, l = this.cur.l): never { throw new TemplateSyntaxError(m, l, this.name); }
  desc(t: Tok) { return t.k === 'name' || t.k === 'str' || t.k === 'int' ? String(t.v) : t.k === 'block_end' ? 'end of statement block' : t.k === 'var_end' ? 'end of print statement' : t.k === 'eof' ? 'end of template' : t.k; }
  next() { return this.toks[this.p++]; }
  is(k: string, v?: any) { const t = this.cur; return t.k === k && (v === undefined || t.v === v); }
  skip(k: string, v?: any) { if (this.is(k, v)) { this.p++; return true; } return false; }
  expect(k: string, v?: any) { if (!this.is(k, v)) this.cur.k === 'eof' ? this.fail(`unexpected end of template, expected '${v ?? k}'.`) : this.fail(`expected token '${k === 'block_end' ? 'end of statement block' : k === 'var_end' ? 'end of print statement' : v ?? k}', got '${this.desc(this.cur)}'`); return this.next(); }
  parse(): N { const b = this.body(null); return { t: 'Template', l: 1, b }; }
  body(end: string[] | null): N[] {
    const out: N[] = []; if (end) this.ends.push(end);
    for (; ;) {
      const t = this.cur;
      if (t.k === 'data') { this.next(); out.push({ t: 'Data', l: t.l, v: t.v }); }
      else if (t.k === 'var') { this.next(); out.push({ t: 'Out', l: t.l, e: this.tuple(true) }); this.expect('var_end'); }
      else if (t.k === 'block') { const n = this.toks[this.p + 1]; if (end && n.k === 'name' && end.includes(n.v)) { this.p++; this.ends.pop(); return out; } this.next(); const s = this.statement(); if (s) out.push(s); this.expect('block_end'); }
      else if (t.k === 'eof') { if (end) this.fail(`Unexpected end of template. Jinja was looking for the following tags: ${end.map(e => `'${e}'`).join(' or ')}. The innermost block that needs to be closed is '${end[end.length - 1].replace(/^end/, '')}'.`); return out; }
      else this.fail(`unexpected ${t.k}`);
    }
  }
  block(...end: string[]): N[] { this.skip(':'); this.expect('block_end'); return this.body(end); }
  endBlock(tag: string): N[] { const b = this.block('end' + tag); this.next(); return b; }
  statement(): N | null {
    const t = this.cur; if (t.k !== 'name') this.fail('tag name expected'); const l = t.l; this.next();
    switch (t.v) {
      case 'if': { const root: N = { t: 'If', l, c: this.tuple(false), b: [], e: [] }; let n = root; for (; ;) { n.b = this.block('elif', 'else', 'endif'); const w = this.next(); if (w.v === 'elif') { const m: N = { t: 'If', l: w.l, c: this.tuple(false), b: [], e: [] }; n.e = [m]; n = m; } else { if (w.v === 'else') { n.e = this.block('endif'); this.next(); } return root; } } }
      case 'for': { const target = this.target(true); this.expect('name', 'in'); const it = this.tuple(false, true); const cond = this.skip('name', 'if') ? this.expr() : null; const rec = this.skip('name', 'recursive'); const b = this.block('endfor', 'else'); let e: N[] = []; if (this.next().v === 'else') { e = this.block('endfor'); this.next(); } return { t: 'For', l, target, it, cond, rec, b, e }; }
      case 'set': { const target = this.target(true, true); if (this.skip('=')) return { t: 'Set', l, target, e: this.tuple(true) }; const f = this.filters(null); const b = this.endBlock('set'); return { t: 'SetBlock', l, target, f, b }; }
      case 'do': return { t: 'Do', l, e: this.tuple(true) };
      case 'macro': { const name = this.expect('name').v; const sig = this.signature(); return { t: 'Macro', l, name, sig, b: this.endBlock('macro') }; }
      case 'call': { const sig = this.is('(') ? this.signature() : []; const c = this.expr(); if (c.t !== 'Call') this.fail('expected call', l); return { t: 'CallBlock', l, sig, c, b: this.endBlock('call') }; }
      case 'filter': { const f = this.filters(null, true); return { t: 'FilterBlock', l, f, b: this.endBlock('filter') }; }
      case 'with': { const ts: N[] = [], vs: N[] = []; while (!this.is('block_end')) { if (ts.length) this.expect(','); ts.push(this.target(false)); this.expect('='); vs.push(this.expr()); } return { t: 'With', l, ts, vs, b: this.endBlock('with') }; }
      case 'break': return { t: 'Break', l }; case 'continue': return { t: 'Continue', l };
      case 'print': return { t: 'Out', l, e: this.tuple(true) };
      case 'block': { const name = this.expect('name').v; const b = this.endBlock('block'); this.skip('name', name); return { t: 'Block', l, name, b }; }
      case 'include': case 'import': case 'from': case 'extends': this.fail(`{% ${t.v} %} needs a loader; dbt has none`, l);
    }
    if (BLOCKS.has(t.v)) { const name = this.expect('name').v, opts: Record<string, N> = {}; let sig: any[] = []; if (t.v === 'test' || t.v === 'data_test') sig = this.signature(); else while (this.skip(',')) { const k = this.expect('name').v; opts[k] = this.skip('=') ? this.expr() : { t: 'Const', l, v: true }; } return { t: 'Macro', l, kind: t.v, name, sig, opts, b: this.endBlock(t.v) }; }
    const inner = this.ends[this.ends.length - 1]; return this.fail(`Encountered unknown tag '${t.v}'.` + (inner ? ` Jinja was looking for the following tags: ${inner.map(e => `'${e}'`).join(' or ')}. The innermost block that needs to be closed is '${inner[inner.length - 1].replace(/^end/, '')}'.` : ''), l);
  }
  target(tuple: boolean, ns = false): N { const one = (): N => { const l = this.cur.l; if (this.skip('(')) { const r = this.target(true, ns); this.expect(')'); return r; } const n = this.expect('name'); if (['true', 'false', 'none', 'True', 'False', 'None'].includes(n.v)) this.fail(`can't assign to '${n.v}'`); if (ns && this.skip('.')) return { t: 'NSRef', l, name: n.v, attr: this.expect('name').v }; return { t: 'Name', l, v: n.v }; };
    const l = this.cur.l, first = one(); if (!tuple || !this.is(',')) return first; const items = [first]; while (this.skip(',')) { if (!this.is('name') && !this.is('(') || this.is('name', 'in')) break; items.push(one()); } return { t: 'Tuple', l, items }; }
  signature(): any[] { this.expect('('); const out: any[] = []; let dflt = false; while (!this.is(')')) { if (out.length) { this.expect(','); if (this.is(')')) break; } const n = this.expect('name').v; if (this.skip(':')) this.typeName(); let d: N | null = null; if (this.skip('=')) { d = this.expr(); dflt = true; } else if (dflt) this.fail('non-default argument follows default argument'); out.push({ n, d }); } this.expect(')'); return out; }
  typeName() { this.expect('name'); if (this.skip('[')) { do this.typeName(); while (this.skip(',')); this.expect(']'); } }
  filters(n: N | null, inl = false): N { for (; ;) { if (!(inl || this.is('|'))) break; if (!inl) this.next(); inl = false; const l = this.cur.l; let name = this.expect('name').v; while (this.skip('.')) name += '.' + this.expect('name').v; n = { t: 'Filter', l, n, name, ...(this.is('(') ? this.args() : { a: [], kw: [], dyn: null, dkw: null }) }; } return n as N; }
  tuple(withCond: boolean, noIf = false, explicit = false): N { const l = this.cur.l, items: N[] = []; let isT = false; const e = () => noIf ? this.or() : this.expr(); void withCond; for (; ;) { if (items.length) { if (!this.skip(',')) break; isT = true; } if (STOP_TUPLE.has(this.cur.k) || (noIf && (this.is('name', 'if') || this.is('name', 'recursive')))) break; items.push(e()); if (!this.is(',')) break; } if (!isT) { if (items.length) return items[0]; if (!explicit) this.fail(`Expected an expression, got '${this.desc(this.cur)}'`); } return { t: 'Tuple', l, items }; }
  expr(): N { let n = this.or(); while (this.is('name', 'if')) { const l = this.next().l; const c = this.or(); const e = this.skip('name', 'else') ? this.expr() : null; n = { t: 'Cond', l, c, a: n, b: e }; } return n; }
  or(): N { let n = this.and(); while (this.is('name', 'or')) { const l = this.next().l; n = { t: 'Or', l, a: n, b: this.and() }; } return n; }
  and(): N { let n = this.not(); while (this.is('name', 'and')) { const l = this.next().l; n = { t: 'And', l, a: n, b: this.not() }; } return n; }
  not(): N { if (this.is('name', 'not')) { const l = this.next().l; return { t: 'Not', l, a: this.not() }; } return this.compare(); }
  compare(): N { const l = this.cur.l, n = this.math1(), ops: any[] = []; for (; ;) { const t = this.cur; if (CMP[t.k]) { this.next(); ops.push([CMP[t.k], this.math1()]); } else if (this.skip('name', 'in')) ops.push(['in', this.math1()]); else if (t.k === 'name' && t.v === 'not' && this.toks[this.p + 1].k === 'name' && this.toks[this.p + 1].v === 'in') { this.p += 2; ops.push(['notin', this.math1()]); } else break; } return ops.length ? { t: 'Compare', l, n, ops } : n; }
  bin(sub: () => N, ops: string[]): N { let n = sub(); while (ops.includes(this.cur.k)) { const t = this.next(); n = { t: 'Bin', l: t.l, op: t.k, a: n, b: sub() }; } return n; }
  math1(): N { return this.bin(() => this.concat(), ['+', '-']); } // pow sits between math2 and unary, as in Jinja (so -x ** 2 == (-x) ** 2)
  concat(): N { const l = this.cur.l, xs = [this.math2()]; while (this.skip('~')) xs.push(this.math2()); return xs.length === 1 ? xs[0] : { t: 'Concat', l, xs }; }
  math2(): N { return this.bin(() => this.bin(() => this.unary(), ['**']), ['*', '/', '//', '%']); }
  unary(filter = true): N { const t = this.cur; let n: N; if (t.k === '-' || t.k === '+') { this.next(); n = { t: t.k === '-' ? 'Neg' : 'Pos', l: t.l, a: this.unary(false) }; } else { n = this.postfix(this.primary()); } n = this.postfix(n); return filter ? this.filterExpr(n) : n; }
  primary(): N {
    const t = this.next(), l = t.l;
    switch (t.k) {
      case 'name': if (t.v === 'true' || t.v === 'True') return { t: 'Const', l, v: true }; if (t.v === 'false' || t.v === 'False') return { t: 'Const', l, v: false }; if (t.v === 'none' || t.v === 'None') return { t: 'Const', l, v: null }; return { t: 'Name', l, v: t.v };
      case 'str': { let s = t.v; while (this.is('str')) s += this.next().v; return { t: 'Const', l, v: s }; }
      case 'int': case 'float': return { t: 'Const', l, v: t.v };
      case '(': { const n = this.tuple(true, false, true); this.expect(')'); return n.t === 'Tuple' ? n : { t: 'Paren', l, e: n }; }
      case '[': { const items: N[] = []; while (!this.is(']')) { if (items.length) { this.expect(','); if (this.is(']')) break; } items.push(this.expr()); } this.expect(']'); return { t: 'List', l, items }; }
      case '{': { const items: [N, N][] = []; while (!this.is('}')) { if (items.length) { this.expect(','); if (this.is('}')) break; } const k = this.expr(); this.expect(':'); items.push([k, this.expr()]); } this.expect('}'); return { t: 'Dict', l, items }; }
    } this.p--; return this.fail(t.k === 'eof' ? 'unexpected end of template' : `unexpected '${this.desc(t)}'`, l);
  }
  postfix(n: N): N { for (; ;) { const t = this.cur; if (t.k === '.') { this.next(); const a = this.next(); if (a.k === 'name') n = { t: 'Attr', l: t.l, n, a: a.v }; else if (a.k === 'int') n = { t: 'Item', l: t.l, n, i: { t: 'Const', l: a.l, v: a.v } }; else this.fail('expected name or number', a.l); } else if (t.k === '[') { this.next(); const items: N[] = []; while (!this.is(']')) { if (items.length) this.expect(','); items.push(this.subscript()); } this.expect(']'); n = { t: 'Item', l: t.l, n, i: items.length === 1 ? items[0] : { t: 'Tuple', l: t.l, items } }; } else if (t.k === '(') n = { t: 'Call', l: t.l, f: n, ...this.args() }; else return n; } }
  subscript(): N { const l = this.cur.l, a: (N | null)[] = []; let isSlice = false; const part = () => this.is(':') || this.is(']') || this.is(',') ? null : this.expr(); a.push(part()); while (this.skip(':')) { isSlice = true; a.push(part()); } if (!isSlice) { if (!a[0]) this.fail(`Expected an expression, got '${this.desc(this.cur)}'`); return a[0]!; } return { t: 'Slice', l, a }; }
  args() { this.expect('('); const a: N[] = [], kw: [string, N][] = []; let dyn: N | null = null, dkw: N | null = null, need = false; while (!this.is(')')) { if (need) { this.expect(','); if (this.is(')')) break; } if (this.skip('*')) { if (dyn || dkw) this.fail('invalid syntax for function call expression'); dyn = this.expr(); } else if (this.skip('**')) { if (dkw) this.fail('invalid syntax for function call expression'); dkw = this.expr(); } else if (this.is('name') && this.toks[this.p + 1].k === '=') { if (dkw) this.fail('invalid syntax for function call expression'); const k = this.next().v; this.next(); kw.push([k, this.expr()]); } else { if (dyn || dkw || kw.length) this.fail('invalid syntax for function call expression'); a.push(this.expr()); } need = true; } this.expect(')'); return { a, kw, dyn, dkw }; }
  filterExpr(n: N): N { for (; ;) { if (this.is('|')) n = this.filters(n); else if (this.is('name', 'is')) n = this.test(n); else if (this.is('(')) n = { t: 'Call', l: this.cur.l, f: n, ...this.args() }; else return n; } }
  test(n: N): N { const l = this.next().l, not = this.skip('name', 'not'); let name = this.expect('name').v; while (this.skip('.')) name += '.' + this.expect('name').v; let r: any = { a: [], kw: [], dyn: null, dkw: null }; if (this.is('(')) r = this.args(); else if (['name', 'str', 'int', 'float', '(', '[', '{'].includes(this.cur.k) && !(this.cur.k === 'name' && ['else', 'or', 'and', 'is', 'in', 'if', 'not'].includes(this.cur.v) && (this.cur.v !== 'is' || true))) { if (this.is('name', 'is')) this.fail('You cannot chain multiple tests with is'); r.a = [this.postfix(this.primary())]; } const t: N = { t: 'Test', l, n, name, ...r }; return not ? { t: 'Not', l, a: t } : t; }
}
// ---------------------------------------------------------------- compiler (AST -> JS source), sync or async
const BOOLT = new Set(['Compare', 'Not', 'Test']);
class Scope { vars = new Map<string, string>(); constructor(parent, id) { this.parent=parent; this.id=id; } find(n: string): string | null { for (let s: Scope | null = this; s; s = s.parent) { const v = s.vars.get(n); if (v) return v; } return null; } }
export class Compiler {
  out: string[] = []; id = 0; tmp = 0; tmpStack: string[][] = []; buf = 'o'; hoist = new Map<string, string>(); loops: { rec: boolean }[] = []; fnDepth = 0; static RES = /[^A-Za-z0-9_$]/g;
  constructor(name, isAsync) { this.name=name; this.isAsync=isAsync; }
  w(s: string) { this.out.push(s); }
  get aw() { return this.isAsync ? 'await ' : ''; } get asyn() { return this.isAsync ? 'async ' : ''; }
  t() { const n = '$' + this.tmp++; this.tmpStack[this.tmpStack.length - 1].push(n); return n; }
  h(expr: string) { let v = this.hoist.get(expr); if (!v) this.hoist.set(expr, v = 'h' + this.hoist.size); return v; }
  static stored(b: N[], acc = new Set<string>()): Set<string> { const tgt = (t: N) => { if (t.t === 'Name') acc.add(t.v); else if (t.t === 'Tuple') t.items.forEach(tgt); }; for (const s of b) { if (s.t === 'Set' || s.t === 'SetBlock') tgt(s.target); else if (s.t === 'Macro') acc.add(s.name); else if (s.t === 'If') { Compiler.stored(s.b, acc); Compiler.stored(s.e, acc); } else if (s.t === 'Block') Compiler.stored(s.b, acc); } return acc; }
  static mentions(x: any, name: string): boolean { if (!x || typeof x !== 'object') return false; if (Array.isArray(x)) return x.some(y => Compiler.mentions(y, name)); if (x.t === 'Name' && x.v === name) return true; for (const k in x) if (k !== 't' && k !== 'l' && typeof x[k] === 'object' && Compiler.mentions(x[k], name)) return true; return false; }
  /** Jinja's symbol rules for one scope: is a stored name seeded from the outside ('resolve') or unset until stored ('missing')? */
  static analyze(body: N[], pre: string[] = []): Map<string, 'resolve' | 'missing'> {
    type S = { refs: Map<string, 'resolve' | 'missing'>; stores: Set<string> }; const st: S = { refs: new Map(pre.map(p => [p, 'missing'])), stores: new Set(pre) };
    const load = (x: any, s: S) => { if (!x || typeof x !== 'object') return; if (Array.isArray(x)) { x.forEach(y => load(y, s)); return; } if (x.t === 'Name') { if (!s.refs.has(x.v)) s.refs.set(x.v, 'resolve'); return; } if (x instanceof PyFloat) return; for (const k in x) if (k !== 't' && k !== 'l') load(x[k], s); };
    const store = (n: string, s: S) => { s.stores.add(n); if (!s.refs.has(n)) s.refs.set(n, 'missing'); };
    const target = (t: N, s: S) => { if (t.t === 'Name') store(t.v, s); else if (t.t === 'NSRef') load({ t: 'Name', v: t.name }, s); else t.items.forEach((x: N) => target(x, s)); };
    const walk = (b: N[], s: S) => { for (const n of b) switch (n.t) {
      case 'Out': case 'Do': load(n.e, s); break; case 'Set': load(n.e, s); target(n.target, s); break; case 'SetBlock': target(n.target, s); break; case 'FilterBlock': load(n.f, s); break; case 'For': load(n.it, s); break; case 'With': load(n.vs, s); break; case 'CallBlock': load(n.c, s); break; case 'Macro': store(n.name, s); break; case 'Block': break;
      case 'If': { load(n.c, s); const brs = [n.b, n.e].map(x => { const c: S = { refs: new Map(s.refs), stores: new Set(s.stores) }; walk(x, c); return c; }); for (const br of brs) for (const [k, v] of br.refs) if (!s.refs.has(k)) s.refs.set(k, v); for (const br of brs) for (const k of br.stores) if (!s.stores.has(k)) { s.refs.set(k, 'resolve'); } for (const br of brs) for (const k of br.stores) s.stores.add(k); } } };
    walk(body, st); const out = new Map<string, 'resolve' | 'missing'>(); for (const k of st.stores) if (!pre.includes(k)) out.set(k, st.refs.get(k)!); return out; }
  open(parent: Scope | null, body: N[], root = false): Scope { const s = new Scope(parent, ++this.id); for (const [n, init] of Compiler.analyze(body)) { const js = `v${s.id}_${n.replace(Compiler.RES, c => '$' + c.codePointAt(0)!.toString(16))}`; const outer = parent?.find(n) ?? null; this.w(`let ${js}=${outer ?? (init === 'resolve' ? `ctx.get(${JSON.stringify(n)})` : 'undefined')};`); s.vars.set(n, js); } void root; return s; }
  compile(ast: N): string {
    const root = this.fn('root', '', () => { this.topScope = this.open(null, ast.b, true); this.stmts(ast.b, this.topScope); });
    const hs = [...this.hoist].map(([e, v]) => `const ${v}=${e};`).join('');
    return `"use strict";${hs}\nreturn ${this.asyn}function root(ctx){${root}}`;
  }
  topScope!: Scope;
  fn(name: string, label: string, body: () => void): string { const save = this.out, sb = this.buf; this.out = []; this.buf = 'o'; this.tmpStack.push([]); const sl = this.loops; this.loops = []; body(); this.loops = sl; const temps = this.tmpStack.pop()!; const code = this.out.join(''); this.out = save; this.buf = sb; return `let o="",L=0${temps.length ? ',' + temps.join(',') : ''};try{${code}return o;}catch(e){throw B.trace(e,TPL,${JSON.stringify(label)},L);}`; }
  stmts(b: N[], s: Scope) { for (const n of b) this.stmt(n, s); }
  line(n: N) { this.w(`L=${n.l};`); }
  capture(b: N[], s: Scope): string { const save = this.buf; const v = this.t(); this.buf = v; this.w(`${v}="";{`); const inner = this.open(s, b); this.stmts(b, inner); this.w('}'); this.buf = save; return v; }
  assign(t: N, v: string, s: Scope) { if (t.t === 'Name') { const js = s.find(t.v)!; this.w(`${js}=${v};`); if (s === this.topScope) this.w(`ctx.set(${JSON.stringify(t.v)},${js});`); } else if (t.t === 'NSRef') this.w(`P.setattr(${this.nameRef(t.name, s)},${JSON.stringify(t.attr)},${v});`); else { const u = this.t(); this.w(`${u}=B.unpack(${v},${t.items.length});`); t.items.forEach((x: N, i: number) => this.assign(x, `${u}[${i}]`, s)); } }
  stmt(n: N, s: Scope) {
    switch (n.t) {
      case 'Data': this.w(`${this.buf}+=${JSON.stringify(n.v)};`); break;
      case 'Out': this.line(n); this.w(`${this.buf}+=${this.strOf(n.e, s)};`); break;
      case 'Do': this.line(n); this.w(this.expr(n.e, s) + ';'); break;
      case 'Set': this.line(n); if (n.target.t === 'Tuple') { const v = this.t(); this.w(`${v}=${this.expr(n.e, s)};`); this.assign(n.target, v, s); } else this.assign(n.target, this.expr(n.e, s), s); break;
      case 'SetBlock': { this.line(n); const v = this.capture(n.b, s); this.assign(n.target, n.f ? this.filterOn(n.f, v, s) : v, s); break; }
      case 'FilterBlock': { this.line(n); const v = this.capture(n.b, s); this.w(`${this.buf}+=P.str(${this.filterOn(n.f, v, s)});`); break; }
      case 'If': this.line(n); this.w(`if(${this.cond(n.c, s)}){`); this.stmts(n.b, s); this.w('}'); if (n.e.length) { this.w('else{'); this.stmts(n.e, s); this.w('}'); } break;
      case 'With': { const vs = n.vs.map((v: N) => { const t = this.t(); this.w(`${t}=${this.expr(v, s)};`); return t; }); this.w('{'); const sc = new Scope(s, ++this.id); const decl = (t: N) => { if (t.t === 'Name') { const js = `v${sc.id}_${t.v}`; sc.vars.set(t.v, js); this.w(`let ${js};`); } else t.items.forEach(decl); }; n.ts.forEach(decl); n.ts.forEach((t: N, i: number) => this.assign(t, vs[i], sc)); const inner = this.open(sc, n.b); this.stmts(n.b, inner); this.w('}'); break; }
      case 'For': this.forLoop(n, s); break;
      case 'Break': this.w('break;'); break; case 'Continue': this.w('continue;'); break;
      case 'Macro': { const js = s.find(n.name)!; this.line(n); this.w(`${js}=${this.macroFn(n, n.name, s)};`); if (s === this.topScope) this.w(`ctx.set(${JSON.stringify(n.name)},${js});`); break; }
      case 'CallBlock': { this.line(n); const c = this.macroFn(n, 'caller', s); const call = { ...n.c, kw: [...n.c.kw, ['caller', { t: 'JS', js: c, l: n.l }]] }; this.w(`${this.buf}+=P.str(${this.expr(call, s)});`); break; }
      case 'Block': { this.w('{'); const inner = this.open(s, n.b); this.stmts(n.b, inner); this.w('}'); break; }
      default: throw new Error('stmt ' + n.t);
    }
  }
  forLoop(n: N, s: Scope) {
    this.line(n); const useLoop = n.rec || Compiler.mentions(n.b, 'loop'); const it = this.expr(n.it, s); const arr = this.t();
    const decl = (t: N, sc: Scope) => { if (t.t === 'Name') { const js = `v${sc.id}_${t.v.replace(Compiler.RES, (c: string) => '$' + c.codePointAt(0)!.toString(16))}`; sc.vars.set(t.v, js); this.w(`let ${js};`); } else t.items.forEach((x: N) => decl(x, sc)); };
    const emit = (src: string, depth: string, recVar: string | null) => {
      if (n.cond) { const f = this.t(), x = this.t(), srcv = this.t(); this.w(`${f}=[];${srcv}=P.iter(${src});for(${x} of ${srcv}){`); const cs = new Scope(s, ++this.id); decl(n.target, cs); this.assign(n.target, x, cs); this.w(`if(${this.cond(n.cond, cs)})${f}.push(${x});}`); this.w(`${arr}=${f};`); } else this.w(`${arr}=P.iter(${src});`);
      const i = `i${++this.id}`, lp = `l${this.id}`, a2 = `a${this.id}`; this.w(`{const ${a2}=${arr};${n.e.length ? `let ${lp}e=true;` : ''}${useLoop ? `const ${lp}=new B.Loop(${a2},${depth}${recVar ? ',' + recVar : ''});` : ''}for(let ${i}=0;${i}<${a2}.length;${i}++){`);
      const sc = new Scope(s, ++this.id); if (useLoop) { this.w(`${lp}.i=${i};`); sc.vars.set('loop', lp); } decl(n.target, sc); this.assign(n.target, `${a2}[${i}]`, sc); const inner = this.open(sc, n.b); this.loops.push({ rec: n.rec }); this.stmts(n.b, inner); this.loops.pop(); if (n.e.length) this.w(`${lp}e=false;`); this.w('}'); if (n.e.length) { this.w(`if(${lp}e){`); const es = this.open(s, n.e); this.stmts(n.e, es); this.w('}'); } this.w('}');
    };
    if (!n.rec) emit(it, '0', null); else { const f = `r${++this.id}`; const body = this.fn('rec', 'loop', () => { this.w(`${arr}=null;`); emit('it', 'd', `(x)=>${f}(x,d+1)`); }); this.w(`const ${f}=${this.asyn}function(it,d){${body.replace(`${arr}=null;`, '')}};${this.buf}+=${this.aw}${f}(${it},0);`); }
  }
  macroFn(n: N, name: string, s: Scope): string {
    const ps: string[] = n.sig.map((p: any) => p.n); const uses = (v: string) => !ps.includes(v) && Compiler.mentions(n.b, v); const kwOk = uses('kwargs'), varOk = uses('varargs'), callerOk = uses('caller') || ps.includes('caller');
    const sc = new Scope(s, ++this.id); const js = (v: string) => { const x = `v${sc.id}_${v.replace(Compiler.RES, c => '$' + c.codePointAt(0)!.toString(16))}`; sc.vars.set(v, x); return x; };
    const jp = ps.map(js); const extra: string[] = []; if (callerOk && !ps.includes('caller')) extra.push(js('caller')); if (kwOk) extra.push(js('kwargs')); if (varOk) extra.push(js('varargs'));
    const body = this.fn(name, `macro ${name}`, () => { n.sig.forEach((p: any, i: number) => { this.w(`if(${jp[i]}===undefined){L=${n.l};${jp[i]}=${p.d ? this.expr(p.d, sc) : `new P.Undefined(${JSON.stringify(p.n)},"parameter '"+${JSON.stringify(p.n)}+"' was not provided")`};}`); }); const inner = this.open(sc, n.b); this.stmts(n.b, inner); });
    return `B.macro(${JSON.stringify(n.kind ? `${n.kind}_${name}` : name)},${JSON.stringify(ps)},${kwOk},${varOk},${callerOk},${this.asyn}function(${[...jp, ...extra].join(',')}){${body}})`;
  }
  nameRef(v: string, s: Scope): string { const js = s.find(v); return js ? (this.isUndefSafe(js) ? js : `P2(${js},${JSON.stringify(v)})`) : `R(ctx,${JSON.stringify(v)})`; }
  isUndefSafe(js: string) { return /^l\d/.test(js); }
  strOf(n: N, s: Scope): string { return n.t === 'Const' && typeof n.v === 'string' ? JSON.stringify(n.v) : n.t === 'Concat' ? this.expr(n, s) : `P.str(${this.expr(n, s)})`; }
  cond(n: N, s: Scope): string { if (n.t === 'Paren') return this.cond(n.e, s); if (n.t === 'And') return `(${this.cond(n.a, s)}&&${this.cond(n.b, s)})`; if (n.t === 'Or') return `(${this.cond(n.a, s)}||${this.cond(n.b, s)})`; if (n.t === 'Not') return `!${this.cond(n.a, s)}`; if (BOOLT.has(n.t)) return this.expr(n, s); return `P.truth(${this.expr(n, s)})`; }
  args(n: N, s: Scope): [string, string] { let a = '[' + n.a.map((x: N) => this.expr(x, s)).join(',') + (n.dyn ? (n.a.length ? ',' : '') + `...P.iter(${this.expr(n.dyn, s)})` : '') + ']'; let kw = n.kw.length ? `{__proto__:null,${n.kw.map(([k, v]: [string, N]) => `[${JSON.stringify(k)}]:` + this.expr(v, s)).join(',')}}` : 'null'; if (n.dkw) kw = `B.kwSpread(${kw},${this.expr(n.dkw, s)})`; return [a, kw]; }
  fref(n: N) { return this.h(`B.lazyFilter(env,${JSON.stringify(n.name)},${n.l})`); }
  filterOn(f: N, v: string, s: Scope): string { if (f.n) v = this.filterOn(f.n, v, s); const [a, kw] = this.args(f, s); return `${this.fref(f)}(${v},${a},${kw},env)`; }
  expr(n: N, s: Scope): string {
    switch (n.t) {
      case 'Const': return typeof n.v === 'bigint' ? `${n.v}n` : n.v instanceof PyFloat ? this.h(`new P.PyFloat(${Number.isFinite(n.v.value) ? n.v.value : 'Infinity'})`) : JSON.stringify(n.v);
      case 'JS': return n.js; case 'Paren': return this.expr(n.e, s);
      case 'Name': return this.nameRef(n.v, s);
      case 'List': return `[${n.items.map((x: N) => this.expr(x, s)).join(',')}]`;
      case 'Tuple': return `P.PyTuple.of_([${n.items.map((x: N) => this.expr(x, s)).join(',')}])`;
      case 'Dict': return `P.PyDict.from([${n.items.map(([k, v]: [N, N]) => `[${this.expr(k, s)},${this.expr(v, s)}]`).join(',')}])`;
      case 'Attr': return `P.getattr(${this.expr(n.n, s)},${JSON.stringify(n.a)})`;
      case 'Item': return `P.getitem(${this.expr(n.n, s)},${this.expr(n.i, s)})`;
      case 'Slice': return `new P.Slice(${[0, 1, 2].map(i => n.a[i] ? this.expr(n.a[i], s) : 'null').join(',')})`;
      case 'Call': { const [a, kw] = this.args(n, s); return `(${this.aw}P.call(${this.expr(n.f, s)},${a},${kw}))`; }
      case 'Filter': { const [a, kw] = this.args(n, s); return `${this.fref(n)}(${this.expr(n.n, s)},${a},${kw},env)`; }
      case 'Test': { const [a, kw] = this.args(n, s); return `${this.h(`B.lazyTest(env,${JSON.stringify(n.name)},${n.l})`)}(${this.expr(n.n, s)},${a},${kw},env)`; }
      case 'Not': return `!${this.cond(n.a, s)}`;
      case 'And': { const t = this.t(); return `(P.truth(${t}=${this.expr(n.a, s)})?${this.expr(n.b, s)}:${t})`; }
      case 'Or': { const t = this.t(); return `(P.truth(${t}=${this.expr(n.a, s)})?${t}:${this.expr(n.b, s)})`; }
      case 'Cond': return `(${this.cond(n.c, s)}?${this.expr(n.a, s)}:${n.b ? this.expr(n.b, s) : `new P.Undefined(undefined,"the inline if-expression on line ${n.l} evaluated to false and no else section was defined.")`})`;
      case 'Concat': return `(${n.xs.map((x: N) => this.strOf(x, s)).join('+')})`;
      case 'Compare': { let l = this.expr(n.n, s); const parts = n.ops.map(([op, r]: [string, N], i: number) => { let rx = this.expr(r, s); let rl = rx; if (i < n.ops.length - 1) { const t = this.t(); rx = `(${t}=${rx})`; rl = t; } const c = op === 'eq' ? `P.eq(${l},${rx})` : op === 'ne' ? `!P.eq(${l},${rx})` : op === 'in' ? `P.contains(${l},${rx})` : op === 'notin' ? `!P.contains(${l},${rx})` : `P.cmp(${l},${rx},"${{ lt: '<', le: '<=', gt: '>', ge: '>=' }[op as 'lt']}")${{ lt: '<', le: '<=', gt: '>', ge: '>=' }[op as 'lt']}0`; l = rl; return c; }); return `(${parts.join('&&')})`; }
      case 'Bin': return `P.${({ '+': 'add', '-': 'sub', '*': 'mul', '/': 'div', '//': 'floordiv', '%': 'mod', '**': 'pow' } as any)[n.op]}(${this.expr(n.a, s)},${this.expr(n.b, s)})`;
      case 'Neg': return n.a.t === 'Const' && typeof n.a.v === 'number' ? `(-${n.a.v})` : `P.neg(${this.expr(n.a, s)})`; case 'Pos': return `P.pos(${this.expr(n.a, s)})`;
    } throw new Error('expr ' + n.t);
  }
}
export class Context { vars: Record<string, any> = Object.create(null); constructor(data, globals, UndefinedClass = P.Undefined) { this.data=data; this.globals=globals; this.UndefinedClass=UndefinedClass; } get(n: string): any { if (n in this.vars) return this.vars[n]; { const v = this.data.get(n); if (v !== undefined) return v; } return Object.hasOwn(this.globals, n) ? this.globals[n] : undefined; } set(n: string, v: any) { this.vars[n] = v; } }
export class Engine {
  env = B.env(); private cache = new Map<string, any>();
  compile(src: string, name = '<template>', isAsync = false) { return this.compileAst(new Parser(src, name).parse(), name, isAsync); }
  compileAst(ast: N, name: string, isAsync = false) { const js = new Compiler(name, isAsync).compile(ast); const factory = new Function('P', 'B', 'env', 'R', 'P2', 'TPL', js); return factory(P, B, this.env, R, P2, name) as (ctx: Context) => any; }
  template(src: string, name?: string, isAsync = false) { const k = (isAsync ? 'a' : 's') + src; let t = this.cache.get(k); if (!t) this.cache.set(k, t = this.compile(src, name, isAsync)); return t; }
  render(src: string, data: Record<string, any>, name?: string): string { return this.template(src, name)(new Context(data, this.env.globals)); }
  async renderAsync(src: string, data: Record<string, any>, name?: string): Promise<string> { return this.template(src, name, true)(new Context(data, this.env.globals)); }
}
const R = (ctx: Context, n: string) => { const v = ctx.get(n); return v === undefined ? new ctx.UndefinedClass(n) : v; };
const P2 = (v: any, n: string) => v === undefined ? new P.Undefined(n) : v;
export { P, B };
/** compile a macro file: every top-level macro is renamed (as dbt does) so that calls go through the context */
export function renameMacros(ast: N, tag: Record<string, string> = { materialization: 'dbt_materialization__', test: 'dbt_test__', data_test: 'dbt_data_test__', docs: 'dbt_docs__', snapshot: 'dbt_snapshot__', analysis: 'dbt_analysis__' }) { const macros: any[] = []; for (const s of ast.b) if (s.t === 'Macro') { const name = (s.kind ? tag[s.kind] : '') + s.name; s.name = 'dbtm__' + name; macros.push({ name, key: s.name, np: s.sig.length, nreq: s.sig.filter((p: any) => !p.d).length }); } return macros; }
export function compileModule(E: Engine, src: string, name: string, isAsync = false) { const ast = new Parser(src, name).parse(); const macros = renameMacros(ast); return { tpl: E.compileAst(ast, name, isAsync), macros }; }
