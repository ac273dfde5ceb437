import { datetimeModule } from './datetime/datetime-module.ts';
import { moduleObject, moduleOf } from './objects/module-object.ts';
import { PYTZ_NAMES, pytzMember } from './zones/pytz-module.ts';

export interface ModulesOptions {
  /** The clock. */
  readonly now: () => Date;
}

/** What templates see as `modules`: the Python modules that dbt exposes, with the members that it exposes of them. */
export function createModules({ now }: ModulesOptions): unknown {
  return moduleOf({
    pytz: moduleObject(PYTZ_NAMES, pytzMember),
    datetime: moduleOf(datetimeModule(() => BigInt(now().getTime()) * 1000n)),
  });
}
