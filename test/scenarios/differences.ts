/** What dbt answered to a call of a case. */
export interface Expected {
  readonly call: string;
  readonly exit: number;
  readonly results: Readonly<Record<string, unknown>>;
  readonly relations: Readonly<Record<string, unknown>>;
  readonly events?: readonly string[];
  readonly queries?: readonly unknown[];
}

/** Turns dbt's answer into the one that is right here, case by case, with the reason. */
export const DIFFERENCES: Readonly<Record<string, (theirs: Expected, call: number) => Expected>> = {};
