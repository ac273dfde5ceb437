/** The parts of a selection criterion as written: `2+tag:nightly+`. Depths are digits, empty for no limit. */
export interface CriterionText {
  readonly childrensParents: boolean;
  readonly parents: boolean;
  readonly parentsDepth: string;
  /** Undefined when none is written. */
  readonly method: string | undefined;
  readonly value: string;
  readonly children: boolean;
  readonly childrenDepth: string;
}

const CRITERION =
  /^(?<at>@)?(?<parents>(?<parentsDepth>\d*)\+)?(?:(?<method>[\p{L}\p{N}_.]+):)?(?<value>.*?)(?<children>\+(?<childrenDepth>\d*))?$/u;

/** Takes a criterion apart; undefined when it has a line break, and so is none. */
export function readCriterionText(text: string): CriterionText | undefined {
  const groups = CRITERION.exec(text)?.groups;
  if (groups === undefined) return undefined;
  return {
    childrensParents: groups['at'] !== undefined,
    parents: groups['parents'] !== undefined,
    parentsDepth: groups['parentsDepth'] ?? '',
    method: groups['method'],
    value: groups['value'] ?? '',
    children: groups['children'] !== undefined,
    childrenDepth: groups['childrenDepth'] ?? '',
  };
}

/** The selection method that a value without one means: a path, a file, or a name. */
export function impliedMethod(value: string): 'path' | 'file' | 'fqn' {
  if (value.includes('/')) return 'path';
  return /\.(sql|py|csv)$/i.test(value) ? 'file' : 'fqn';
}
