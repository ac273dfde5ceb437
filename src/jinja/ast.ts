/**
 * The syntax tree of a template: what the front end makes and the code generator reads. Nodes carry the offsets of their
 * source text. Fields stand in the order in which Jinja visits them, which its rules for names depend on.
 */
export interface Located {
  readonly start: number;
  readonly end: number;
}

export interface Constant extends Located {
  readonly kind: 'constant';
  /** A number, text, boolean, null or `Float`. */
  readonly value: unknown;
}

export interface Name extends Located {
  readonly kind: 'name';
  readonly name: string;
}

export interface ListExpression extends Located {
  readonly kind: 'list' | 'tuple';
  readonly items: readonly Expression[];
}

export interface DictExpression extends Located {
  readonly kind: 'dict';
  readonly entries: readonly (readonly [key: Expression, value: Expression])[];
}

export interface Attribute extends Located {
  readonly kind: 'attribute';
  readonly object: Expression;
  readonly name: string;
}

export interface Item extends Located {
  readonly kind: 'item';
  readonly object: Expression;
  readonly key: Expression;
}

export interface SliceExpression extends Located {
  readonly kind: 'slice';
  readonly first: Expression | null;
  readonly stop: Expression | null;
  readonly step: Expression | null;
}

/** What stands between the parentheses of a call, filter or test. */
export interface Arguments {
  readonly positional: readonly Expression[];
  readonly keywords: readonly (readonly [name: string, value: Expression])[];
  readonly spread: Expression | null;
  readonly keywordSpread: Expression | null;
}

export interface Call extends Located {
  readonly kind: 'call';
  readonly callee: Expression;
  readonly args: Arguments;
}

export interface FilterExpression extends Located {
  readonly kind: 'filter';
  /** Null where a block supplies the value. */
  readonly value: Expression | null;
  readonly name: string;
  readonly args: Arguments;
}

export interface TestExpression extends Located {
  readonly kind: 'test';
  readonly value: Expression;
  readonly name: string;
  readonly args: Arguments;
}

export interface Unary extends Located {
  readonly kind: 'unary';
  readonly operator: 'not' | '-' | '+';
  readonly operand: Expression;
}

export type BinaryOperator = '+' | '-' | '*' | '/' | '//' | '%' | '**' | 'and' | 'or';

export interface Binary extends Located {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}

export interface Conditional extends Located {
  readonly kind: 'conditional';
  readonly test: Expression;
  readonly value: Expression;
  readonly otherwise: Expression | null;
}

export interface Concatenation extends Located {
  readonly kind: 'concatenation';
  readonly items: readonly Expression[];
}

export type CompareOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in';

export interface Comparison extends Located {
  readonly kind: 'comparison';
  readonly first: Expression;
  readonly operations: readonly { readonly operator: CompareOperator; readonly operand: Expression }[];
}

export type Expression =
  | Constant
  | Name
  | ListExpression
  | DictExpression
  | Attribute
  | Item
  | SliceExpression
  | Call
  | FilterExpression
  | TestExpression
  | Unary
  | Binary
  | Conditional
  | Concatenation
  | Comparison;

export interface NamespaceTarget extends Located {
  readonly kind: 'namespace target';
  readonly name: string;
  readonly attribute: string;
}

export interface TupleTarget extends Located {
  readonly kind: 'tuple target';
  readonly items: readonly Target[];
}

/** What can stand left of `=` and after `for`. */
export type Target = Name | NamespaceTarget | TupleTarget;

export interface Text extends Located {
  readonly kind: 'text';
  readonly text: string;
}

export interface Output extends Located {
  readonly kind: 'output';
  readonly value: Expression;
}

export interface If extends Located {
  readonly kind: 'if';
  readonly test: Expression;
  readonly body: readonly Statement[];
  readonly otherwise: readonly Statement[];
}

export interface For extends Located {
  readonly kind: 'for';
  readonly target: Target;
  readonly iterable: Expression;
  readonly body: readonly Statement[];
  readonly otherwise: readonly Statement[];
  readonly test: Expression | null;
  readonly recursive: boolean;
}

export interface SetStatement extends Located {
  readonly kind: 'set';
  readonly target: Target;
  readonly value: Expression;
}

export interface SetBlock extends Located {
  readonly kind: 'set block';
  readonly target: Target;
  readonly filter: FilterExpression | null;
  readonly body: readonly Statement[];
}

export interface Do extends Located {
  readonly kind: 'do';
  readonly value: Expression;
}

export interface Parameter {
  readonly name: string;
  readonly fallback: Expression | null;
  /** The text of a type annotation. */
  readonly type: string | null;
}

export interface Macro extends Located {
  readonly kind: 'macro';
  /** `macro`, `materialization`, ... */
  readonly block: string;
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
  /** `adapter = '...'` and the like, of blocks that are not macros. */
  readonly options: ReadonlyMap<string, Expression | null>;
}

export interface CallBlock extends Located {
  readonly kind: 'call block';
  readonly call: Call;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
}

export interface FilterBlock extends Located {
  readonly kind: 'filter block';
  readonly body: readonly Statement[];
  readonly filter: FilterExpression;
}

export interface With extends Located {
  readonly kind: 'with';
  readonly targets: readonly Target[];
  readonly values: readonly Expression[];
  readonly body: readonly Statement[];
}

export interface LoopControl extends Located {
  readonly kind: 'break' | 'continue';
}

export interface BlockStatement extends Located {
  readonly kind: 'block';
  readonly name: string;
  readonly body: readonly Statement[];
}

/** `include`, `import`, `from` and `extends`: parsed, but there is nothing to load from. */
export interface LoadStatement extends Located {
  readonly kind: 'load';
  readonly tag: string;
  readonly template: Expression;
}

export type Statement =
  | Text
  | Output
  | If
  | For
  | SetStatement
  | SetBlock
  | Do
  | Macro
  | CallBlock
  | FilterBlock
  | With
  | LoopControl
  | BlockStatement
  | LoadStatement;

export interface TemplateTree {
  readonly body: readonly Statement[];
}
