import { nearest } from '../../base/index.ts';
import { diagnostic } from '../../diagnostics/index.ts';
import type { FunctionNode, FunctionOverload, UniqueId } from '../../domain/index.ts';
import type { ParseEnvironment } from '../parse-environment.ts';
import type { OverloadProperties } from '../properties/function-properties.ts';
import type { NodeProperties } from '../properties/node-properties.ts';

interface Absorbing {
  readonly functions: Map<UniqueId, FunctionNode>;
  /** Which function a file became part of, by the id it had on its own. */
  readonly owners: Map<UniqueId, FunctionNode>;
  readonly environment: ParseEnvironment;
}

interface OverloadCase {
  readonly root: FunctionNode;
  readonly overload: OverloadProperties;
  readonly properties: NodeProperties;
}

function refuse(
  { root, overload, properties }: OverloadCase,
  { environment, functions, owners }: Absorbing,
): void {
  const name = overload.definedIn;
  const owner = owners.get(`function.${root.packageName}.${name}`);
  const span = properties.entry.span([...overload.path, 'defined_in']);
  const at = { span, kind: 'Parsing Error', uniqueId: root.uniqueId };
  if (name === root.name) {
    environment.report(
      diagnostic('N043', `'${name}' is listed among its own overloads`, {
        ...at,
        dbtMessage: `Function '${root.name}' cannot list itself in overloads (defined_in: '${name}').`,
      }),
    );
    return;
  }
  if (owner !== undefined) {
    environment.report(
      diagnostic('N043', `'${name}' is an overload of '${owner.name}' already`, {
        ...at,
        notes: [{ message: 'that function', span: owner.patchSpan ?? owner.span }],
        dbtMessage: `Function overload '${name}' (defined_in) is already used by '${owner.uniqueId}'. Each overload file can only belong to one root function.`,
      }),
    );
    return;
  }
  const close = nearest(
    name,
    [...functions.values()].map((each) => each.name),
  );
  environment.report(
    diagnostic('N043', `no file of 'functions/' is named '${name}'`, {
      ...at,
      ...(close === undefined || close === root.name ? {} : { hint: `Did you mean '${close}'?` }),
      dbtMessage: `Function overload '${name}' (defined_in) not found. Expected a SQL file at functions/${name}.sql`,
    }),
  );
}

/** The calls of both, each once. */
function merged<Call>(
  own: readonly Call[],
  added: readonly Call[],
  keyOf: (call: Call) => string,
): readonly Call[] {
  const known = new Set(own.map(keyOf));
  return [...own, ...added.filter((each) => !known.has(keyOf(each)))];
}

function withOverload(root: FunctionNode, part: FunctionNode, overload: OverloadProperties): FunctionNode {
  const { definedIn, arguments: signature, returns, description } = overload;
  const made: FunctionOverload = {
    definedIn,
    arguments: signature,
    returns,
    description,
    rawBody: part.rawCode,
    span: part.span,
  };
  return Object.freeze({
    ...root,
    overloads: [...root.overloads, made],
    refs: merged(root.refs, part.refs, (each) => `${each.package}|${each.name}|${each.version}`),
    sources: merged(root.sources, part.sources, (each) => `${each.source}|${each.table}`),
    functions: merged(root.functions, part.functions, (each) => each.join('|')),
  });
}

/**
 * Makes the files that `overloads:` name part of the functions that list them, with everything they refer to: they are no
 * functions of their own any more. Reports files that are missing, listed twice or listed by themselves.
 */
export function absorbOverloads(
  functions: Map<UniqueId, FunctionNode>,
  properties: readonly NodeProperties[],
  environment: ParseEnvironment,
): void {
  const absorbing: Absorbing = { functions, owners: new Map(), environment };
  for (const each of properties) {
    const found = each.function?.overloads ?? [];
    if (found.length === 0) continue;
    const uniqueId = `function.${each.packageName}.${each.name}`;
    for (const overload of found) {
      const root = functions.get(uniqueId);
      if (root === undefined) break;
      const partId = `function.${root.packageName}.${overload.definedIn}`;
      const part = functions.get(partId);
      if (part === undefined || partId === uniqueId) {
        refuse({ root, overload, properties: each }, absorbing);
        continue;
      }
      absorbing.owners.set(partId, root);
      functions.delete(partId);
      functions.set(uniqueId, withOverload(root, part, overload));
    }
  }
}
