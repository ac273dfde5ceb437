import { datetimeModule } from './datetime/datetime-module.ts';
import { itertoolsModule } from './itertools/itertools-module.ts';
import { moduleObject, moduleOf } from './objects/module-object.ts';
import { reModule } from './regex/re-module.ts';
import { PYTZ_NAMES, pytzMember } from './zones/pytz-module.ts';

export interface ModulesOptions {
  /** The clock. */
  readonly now: () => Date;
  /** Hears of each call of a function of `itertools`, which dbt calls deprecated. */
  readonly onItertools?: () => void;
}

/** What templates see as `modules`: the Python modules that dbt exposes, with the members that it exposes of them. */
export function createModules({ now, onItertools = () => {} }: ModulesOptions): unknown {
  return moduleOf({
    pytz: moduleObject(PYTZ_NAMES, pytzMember),
    datetime: moduleOf(datetimeModule(() => BigInt(now().getTime()) * 1000n)),
    re: moduleOf(reModule()),
    itertools: moduleOf(itertoolsModule(onItertools)),
  });
}
