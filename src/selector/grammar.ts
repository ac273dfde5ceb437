import { nearest } from '../base/index.ts';
import { type DiagnosticDetails, DiagnosticError, diagnostic } from '../diagnostics/index.ts';
import { impliedMethod, readCriterionText } from '../domain/index.ts';
import { isMethod, METHOD_NAMES } from './method-names.ts';
import type { Criterion, IndirectSelection, SelectionGroup, SelectionSpec } from './spec.ts';

/** What dbt selects when nothing is said. */
const EVERYTHING: readonly string[] = ['fqn:*', 'source:*', 'exposure:*', 'metric:*', 'semantic_model:*'];

/** The parts of a criterion, as the grammar or a dictionary of selectors.yml gives them. */
export interface CriterionParts {
  readonly raw: string;
  readonly method: string | undefined;
  readonly value: unknown;
  readonly childrensParents: boolean;
  readonly parents: boolean;
  readonly parentsDepth: number | null;
  readonly children: boolean;
  readonly childrenDepth: number | null;
  readonly indirectSelection: IndirectSelection;
}

/** A criterion of these parts. Throws a `DiagnosticError` for an unknown method, or `@` together with a `+` at the end. */
export function criterionOf(parts: CriterionParts, details: DiagnosticDetails = {}): Criterion {
  const { method: written, ...rest } = parts;
  const [method, ...methodArguments] = (written ?? impliedMethod(String(parts.value))).split('.') as [string];
  if (!isMethod(method)) {
    const close = nearest(method, METHOD_NAMES);
    throw new DiagnosticError(
      diagnostic('S001', `there is no selection method '${method}'`, {
        ...details,
        hint: close === undefined ? `Methods: ${METHOD_NAMES.join(', ')}.` : `Did you mean '${close}'?`,
        dbtMessage: `'${method}' is not a valid method name`,
      }),
    );
  }
  if (parts.children && parts.childrensParents) {
    throw new DiagnosticError(
      diagnostic('S002', `'${parts.raw}' has both '@' in front and '+' at the end`, {
        ...details,
        hint: "Use '@' for all parents of all children, or '+' for the children alone.",
        dbtMessage: `Invalid node spec ${parts.raw} - "@" prefix and "+" suffix are incompatible`,
      }),
    );
  }
  return Object.freeze({ kind: 'criterion', method, methodArguments, ...rest });
}

const depthOf = (digits: string): number | null => (digits === '' ? null : Number(digits));

/** Reads one criterion. Throws a `DiagnosticError` when it is none. */
export function parseCriterion(
  raw: string,
  indirectSelection: IndirectSelection,
  details: DiagnosticDetails = {},
): Criterion {
  const text = readCriterionText(raw);
  if (text === undefined) {
    throw new DiagnosticError(
      diagnostic('S003', `'${raw}' is not a selection criterion`, {
        ...details,
        dbtMessage: `Invalid selector spec "${raw}"`,
      }),
    );
  }
  const parts: CriterionParts = {
    ...text,
    raw,
    parentsDepth: depthOf(text.parentsDepth),
    childrenDepth: depthOf(text.childrenDepth),
    indirectSelection,
  };
  return criterionOf(parts, details);
}

/** A group of these parts. */
export function groupOf(
  kind: SelectionGroup['kind'],
  components: readonly SelectionSpec[],
  rest: Partial<Omit<SelectionGroup, 'kind' | 'components'>> = {},
): SelectionGroup {
  return Object.freeze({
    kind,
    components,
    expectsNodes: false,
    raw: '',
    indirectSelection: 'eager',
    ...rest,
  });
}

interface UnionRequest {
  readonly texts: readonly string[];
  readonly expectsNodes: boolean;
  readonly indirectSelection: IndirectSelection;
}

/** Blanks separate what is united, commas what is intersected. */
function parseUnion({ texts, expectsNodes, indirectSelection }: UnionRequest): SelectionGroup {
  const components = texts
    .flatMap((text) => text.split(' '))
    .map((raw) => {
      const criteria = raw.split(',').map((each) => parseCriterion(each, indirectSelection));
      return groupOf('intersection', criteria, { expectsNodes, raw, indirectSelection });
    });
  return groupOf('union', components, { raw: texts.join(' '), indirectSelection });
}

export interface CommandLineSelection {
  /** Values of `--select`; undefined or empty when it was not given. */
  readonly select?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
  readonly indirectSelection: IndirectSelection;
}

/** The selection of `--select` without that of `--exclude`. Throws a `DiagnosticError` when one of them cannot be read. */
export function parseCommandLine(request: CommandLineSelection): SelectionGroup {
  const { indirectSelection, select = [], exclude = [] } = request;
  const isEverything = select.length === 0;
  const included = parseUnion({
    texts: isEverything ? EVERYTHING : select,
    expectsNodes: !isEverything,
    indirectSelection,
  });
  const excluded = parseUnion({ texts: exclude, expectsNodes: true, indirectSelection });
  return groupOf('difference', [included, excluded]);
}
