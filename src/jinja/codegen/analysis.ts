import type { Arguments, Expression, Parameter, Statement, Target } from '../ast.ts';
import type { Symbols } from './symbols.ts';

function argumentExpressions({ positional, keywords, spread, keywordSpread }: Arguments): Expression[] {
  const all: (Expression | null)[] = [
    ...positional,
    ...keywords.map(([, value]) => value),
    spread,
    keywordSpread,
  ];
  return all.filter((each) => each !== null);
}

/** The expressions directly inside an expression, in the order of evaluation. */
export function subexpressions(node: Expression): readonly (Expression | null)[] {
  switch (node.kind) {
    case 'constant':
    case 'name':
      return [];
    case 'list':
    case 'tuple':
    case 'concatenation':
      return node.items;
    case 'dict':
      return node.entries.flat();
    case 'attribute':
      return [node.object];
    case 'item':
      return [node.object, node.key];
    case 'slice':
      return [node.first, node.stop, node.step];
    case 'call':
      return [node.callee, ...argumentExpressions(node.args)];
    case 'filter':
    case 'test':
      return [node.value, ...argumentExpressions(node.args)];
    case 'unary':
      return [node.operand];
    case 'binary':
      return [node.left, node.right];
    case 'conditional':
      return [node.test, node.value, node.otherwise];
    case 'comparison':
      return [node.first, ...node.operations.map(({ operand }) => operand)];
  }
}

/** Filters that need a rendering, as Jinja defines them. */
const CONTEXT_FILTERS: ReadonlySet<string> = new Set([
  'map',
  'random',
  'reject',
  'rejectattr',
  'select',
  'selectattr',
]);

/**
 * Whether Jinja tries to compute the expression when it compiles: nothing that it evaluates then depends on a rendering. A
 * branch that is not taken may.
 */
export function isConstant(node: Expression | null): boolean {
  if (node === null || node.kind === 'constant') return true;
  if (node.kind === 'name' || node.kind === 'call') return false;
  if (node.kind === 'filter' && CONTEXT_FILTERS.has(node.name)) return false;
  if (node.kind === 'binary' && (node.operator === 'and' || node.operator === 'or'))
    return isConstant(node.left);
  if (node.kind === 'conditional') {
    return (
      isConstant(node.test) && [node.value, node.otherwise].some((each) => each !== null && isConstant(each))
    );
  }
  return subexpressions(node).every(isConstant);
}

/** Whether a slice is taken somewhere in the expression. */
export function hasSlice(node: Expression | null): boolean {
  return node !== null && (node.kind === 'slice' || subexpressions(node).some(hasSlice));
}

/** Goes through names as they are read and set, in Jinja's order; answers true to stop. */
interface NameVisitor {
  readonly read: (name: string) => boolean;
  readonly set: (name: string) => void;
}

function visitExpression(node: Expression | null, visitor: NameVisitor): boolean {
  if (node === null) return false;
  if (node.kind === 'name') return visitor.read(node.name);
  return subexpressions(node).some((each) => visitExpression(each, visitor));
}

function visitTarget(target: Target, visitor: NameVisitor): boolean {
  if (target.kind === 'name') visitor.set(target.name);
  else if (target.kind === 'tuple target') for (const item of target.items) visitTarget(item, visitor);
  return false;
}

function visitParameters(parameters: readonly Parameter[], visitor: NameVisitor): boolean {
  for (const { name } of parameters) visitor.set(name);
  return parameters.some(({ fallback }) => visitExpression(fallback, visitor));
}

function visitAll(body: readonly Statement[], visitor: NameVisitor): boolean {
  return body.some((statement) => visitStatement(statement, visitor));
}

function visitStatement(node: Statement, visitor: NameVisitor): boolean {
  switch (node.kind) {
    case 'output':
    case 'do':
      return visitExpression(node.value, visitor);
    case 'load':
      return visitExpression(node.template, visitor);
    case 'if':
      return (
        visitExpression(node.test, visitor) ||
        visitAll(node.body, visitor) ||
        visitAll(node.otherwise, visitor)
      );
    case 'for':
      visitTarget(node.target, visitor);
      return (
        visitExpression(node.iterable, visitor) ||
        visitAll(node.body, visitor) ||
        visitAll(node.otherwise, visitor) ||
        visitExpression(node.test, visitor)
      );
    case 'set':
      visitTarget(node.target, visitor);
      return visitExpression(node.value, visitor);
    case 'set block':
      visitTarget(node.target, visitor);
      return visitExpression(node.filter, visitor) || visitAll(node.body, visitor);
    case 'macro':
      return visitParameters(node.parameters, visitor) || visitAll(node.body, visitor);
    case 'call block':
      return (
        visitExpression(node.call, visitor) ||
        visitParameters(node.parameters, visitor) ||
        visitAll(node.body, visitor)
      );
    case 'filter block':
      return visitAll(node.body, visitor) || visitExpression(node.filter, visitor);
    case 'with':
      for (const target of node.targets) visitTarget(target, visitor);
      return node.values.some((value) => visitExpression(value, visitor)) || visitAll(node.body, visitor);
    default:
      return false;
  }
}

/** Which of the names the statements read without having set them: `caller`, `kwargs`, `varargs`, `loop` are special then. */
export function undeclared(body: readonly Statement[], names: readonly string[]): ReadonlySet<string> {
  const open = new Set(names);
  const found = new Set<string>();
  visitAll(body, {
    read: (name) => {
      if (open.has(name)) found.add(name);
      return found.size === open.size;
    },
    set: (name) => {
      open.delete(name);
    },
  });
  return found;
}

/** Whether something inside assigns the name. */
export function assigns(body: readonly Statement[], name: string): boolean {
  let found = false;
  visitAll(body, {
    read: () => false,
    set: (each) => {
      found ||= each === name;
    },
  });
  return found;
}

function readNames(node: Expression | null, symbols: Symbols): void {
  visitExpression(node, {
    read: (name) => {
      symbols.load(name);
      return false;
    },
    set: () => undefined,
  });
}

function storeTarget(target: Target, symbols: Symbols): void {
  if (target.kind === 'name') symbols.store(target.name);
  else if (target.kind === 'namespace target') symbols.load(target.name);
  else for (const item of target.items) storeTarget(item, symbols);
}

function declareTarget(target: Target, symbols: Symbols): void {
  if (target.kind === 'name') symbols.declare(target.name);
  else if (target.kind === 'tuple target') for (const item of target.items) declareTarget(item, symbols);
}

/** What each kind of statement does to the names of the frame it stands in; frames inside it are not entered. */
const ANALYZERS: {
  readonly [Kind in Statement['kind']]?: (node: Extract<Statement, { kind: Kind }>, symbols: Symbols) => void;
} = {
  output: (node, symbols) => readNames(node.value, symbols),
  do: (node, symbols) => readNames(node.value, symbols),
  load: (node, symbols) => readNames(node.template, symbols),
  for: (node, symbols) => readNames(node.iterable, symbols),
  'set block': (node, symbols) => storeTarget(node.target, symbols),
  macro: (node, symbols) => symbols.store(node.name),
  'call block': (node, symbols) => readNames(node.call, symbols),
  'filter block': (node, symbols) => readNames(node.filter, symbols),
  if(node, symbols) {
    readNames(node.test, symbols);
    symbols.merge([node.body, node.otherwise].map((body) => analyzeBody(body, symbols.copy())));
  },
  set(node, symbols) {
    readNames(node.value, symbols);
    storeTarget(node.target, symbols);
  },
  with(node, symbols) {
    for (const value of node.values) readNames(value, symbols);
  },
};

/** Records what a list of statements does to the names of a frame. */
export function analyzeBody(body: readonly Statement[], symbols: Symbols): Symbols {
  for (const statement of body) {
    const analyze = ANALYZERS[statement.kind] as ((node: Statement, symbols: Symbols) => void) | undefined;
    analyze?.(statement, symbols);
  }
  return symbols;
}

/** The frame of a loop body, or of the test of a loop. */
export function loopSymbols(
  parent: Symbols,
  loop: {
    readonly target: Target;
    readonly extended: boolean;
    readonly body: readonly Statement[];
    readonly test: Expression | null;
  },
): Symbols {
  const symbols = parent.inner();
  if (loop.extended) symbols.declare('loop');
  declareTarget(loop.target, symbols);
  readNames(loop.test, symbols);
  return analyzeBody(loop.body, symbols);
}

/** The frame of a `with`. */
export function withSymbols(
  parent: Symbols,
  targets: readonly Target[],
  body: readonly Statement[],
): Symbols {
  const symbols = parent.inner();
  for (const target of targets) declareTarget(target, symbols);
  return analyzeBody(body, symbols);
}

/** The frame of a macro or call block. `special`: the implicit parameters that it uses. */
export function macroSymbols(
  parent: Symbols,
  macro: {
    readonly parameters: readonly Parameter[];
    readonly special: readonly string[];
    readonly body: readonly Statement[];
  },
): Symbols {
  const symbols = parent.inner();
  for (const { name } of macro.parameters) symbols.declare(name);
  for (const name of macro.special) symbols.declare(name);
  for (const { fallback } of macro.parameters) readNames(fallback, symbols);
  return analyzeBody(macro.body, symbols);
}

/** The frame of a block whose text is captured. */
export function captureSymbols(
  parent: Symbols,
  body: readonly Statement[],
  filter: Expression | null,
): Symbols {
  const symbols = analyzeBody(body, parent.inner());
  readNames(filter, symbols);
  return symbols;
}
