import {
  type Diagnostic,
  DiagnosticError,
  type DiagnosticSink,
  diagnostic,
} from '../../diagnostics/index.ts';
import { breakingChanges, hasSameContract, isContracted } from './breaking-changes.ts';
import type { Entry } from './entry.ts';

export interface ContractRules {
  readonly enforced: ReadonlySet<string>;
  readonly now: Date;
  readonly sink: DiagnosticSink;
}

const listed = (changes: readonly string[]): string => changes.join('\n  - ');

function unversionedChange(model: Entry, changes: readonly string[]): Diagnostic {
  const { name, original_file_path: path, unique_id: uniqueId } = model;
  return diagnostic('S013', `the contract of '${name}' has changed in a way that breaks who relies on it`, {
    hint: 'Change it so that nothing is taken away, or give the model versions.',
    notes: changes.map((message) => ({ message })),
    uniqueId: String(uniqueId),
    dbtMessage: `Breaking change to contracted, unversioned model ${name} (${path})\nWhile comparing to previous project state, dbt detected a breaking change to an unversioned model.\n  - ${listed(changes)}\n`,
  });
}

function versionedChange(model: Entry, changes: readonly string[]): Diagnostic {
  const { name, original_file_path: path, resource_type: type, unique_id: uniqueId } = model;
  const dbtMessage = `While comparing to previous project state, dbt detected a breaking change to an enforced contract.\n  - ${listed(changes)}\nConsider making an additive (non-breaking) change instead, if possible.\nOtherwise, create a new model version: https://docs.getdbt.com/docs/collaborate/govern/model-versions`;
  return diagnostic('S012', `the contract of '${name}' has changed in a way that breaks who relies on it`, {
    hint: 'Change it so that nothing is taken away, or create a new version of the model.',
    notes: changes.map((message) => ({ message })),
    uniqueId: String(uniqueId),
    kind: `Breaking change to contract Error in ${type} ${name} (${path})`,
    dbtMessage,
  });
}

/** Tells of changes that break a contract: a model with versions stops the command, any other is warned of. */
function tell(model: Entry, changes: readonly string[], sink: DiagnosticSink): void {
  if ((model['version'] ?? null) !== null) throw new DiagnosticError(versionedChange(model, changes));
  sink.report(unversionedChange(model, changes));
}

/** Whether a model has the contract that it had; tells of changes that break it. */
export function sameContract(now: Entry, before: Entry, rules: ContractRules): boolean {
  if (hasSameContract(now, before)) return true;
  if (!isContracted(before)) return false;
  const changes = breakingChanges({ now, before, enforced: rules.enforced });
  if (changes.length > 0) tell(now, changes, rules.sink);
  return false;
}

function isPastDeprecation(model: Entry, now: Date): boolean {
  const date = model['deprecation_date'];
  return typeof date === 'string' && Date.parse(date) < now.getTime();
}

/** Tells of a contracted model that is no longer there: deleted, renamed or disabled. */
export function checkRemoved(model: Entry, rules: ContractRules): void {
  if (model['resource_type'] !== 'model' || !isContracted(model)) return;
  if (isPastDeprecation(model, rules.now)) return;
  const isDisabled = (model['config'] as Entry | undefined)?.['enabled'] === false;
  const what = isDisabled ? 'was disabled' : 'was deleted or renamed';
  tell(model, [`Contracted model '${model['unique_id']}' ${what}.`], rules.sink);
}
