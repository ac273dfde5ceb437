import {
  getAttribute,
  isDict,
  iterate,
  mappingGet,
  mappingValues,
  raise,
  strOf,
  truthOf,
} from '../jinja/index.ts';
import { failAdapter } from './context-errors.ts';
import { ownMember } from './own-member.ts';

interface Constraint {
  readonly type: string;
  readonly name: string;
  readonly expression: string;
  readonly to: string;
  readonly columns: string;
  readonly toColumns: string;
}

/** A field of a constraint as text; empty when it is not set. */
function textOf(raw: unknown, name: string): string {
  const value = isDict(raw) ? mappingGet(raw, name) : undefined;
  return value === undefined || value === null ? '' : strOf(value);
}

function listOf(raw: unknown, name: string): string {
  const value = isDict(raw) ? mappingGet(raw, name) : undefined;
  return value === undefined || value === null ? '' : [...iterate(value)].map(strOf).join(', ');
}

function readConstraint(raw: unknown): Constraint {
  const type = textOf(raw, 'type');
  if (ownMember(COLUMN, type) === undefined) {
    failAdapter(`Could not parse constraint: ${strOf(raw)}`, 'Runtime Error');
  }
  return {
    type,
    name: textOf(raw, 'name'),
    expression: textOf(raw, 'expression'),
    to: withoutDatabase(textOf(raw, 'to')),
    columns: listOf(raw, 'columns'),
    toColumns: listOf(raw, 'to_columns'),
  };
}

/** A foreign key names a table of its own database, and may not say so. */
function withoutDatabase(target: string): string {
  const parts = target.split('.');
  return parts.length > 2 ? parts.slice(1).join('.') : target;
}

type Render = (constraint: Constraint) => string | null;

const references = ({ to, toColumns, expression }: Constraint): string | null => {
  if (to !== '' && toColumns !== '') return `references ${to} (${toColumns})`;
  return expression === '' ? null : `references ${expression}`;
};

/** DDL of a constraint behind a column. */
const COLUMN: Readonly<Record<string, Render>> = {
  check: ({ expression }) => (expression === '' ? null : `check (${expression})`),
  not_null: ({ expression }) => `not null ${expression}`.trim(),
  unique: ({ expression }) => `unique ${expression}`.trim(),
  primary_key: ({ expression }) => `primary key ${expression}`.trim(),
  foreign_key: references,
  custom: ({ expression }) => (expression === '' ? null : expression.trim()),
};

const keyed = (keyword: string, { expression, columns }: Constraint): string =>
  `${keyword}${expression === '' ? '' : ` ${expression}`} (${columns})`;

/** DDL of a constraint on a table. */
const MODEL: Readonly<Record<string, Render>> = {
  check: ({ expression }) => (expression === '' ? null : `check (${expression})`),
  not_null: () => null,
  unique: (constraint) => keyed('unique', constraint),
  primary_key: (constraint) => keyed('primary key', constraint),
  foreign_key: (constraint) => {
    const target = references(constraint);
    return target === null ? null : `foreign key (${constraint.columns}) ${target}`;
  },
  custom: ({ expression }) => (expression === '' ? null : expression),
};

function dataType(column: unknown): unknown {
  const type = isDict(column) ? mappingGet(column, 'data_type') : undefined;
  return type === undefined ? raise('KeyError', "'data_type'") : type;
}

/** `name type constraint ...` for each declared column. */
export function columnConstraints(columns: unknown, quote: (identifier: unknown) => string): string[] {
  const all = isDict(columns) ? mappingValues(columns) : [];
  return all.map((column) => {
    const name = getAttribute(column, 'name');
    const isQuoted = truthOf(isDict(column) ? (mappingGet(column, 'quote') ?? false) : false);
    const type = strOf(dataType(column));
    const rendered = [...iterate(isDict(column) ? (mappingGet(column, 'constraints') ?? null) : null)].map(
      (each) => {
        const constraint = readConstraint(each);
        return ownMember(COLUMN, constraint.type)?.(constraint) ?? null;
      },
    );
    const head = `${isQuoted ? quote(name) : strOf(name)} ${type}`;
    return [head, ...rendered.filter((each) => each !== null)].join(' ');
  });
}

/** The constraints of a table that this engine can express. */
export function modelConstraints(constraints: unknown): string[] {
  return [...iterate(constraints)].flatMap((raw) => {
    const constraint = readConstraint(raw);
    const body = ownMember(MODEL, constraint.type)?.(constraint) ?? null;
    if (body === null) return [];
    return [constraint.name === '' ? body : `constraint ${constraint.name} ${body}`];
  });
}
