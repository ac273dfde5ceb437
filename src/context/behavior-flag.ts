import { BOOL, EQ, GETATTR, STR, TYPE } from '../jinja/index.ts';

/** A behaviour flag: true or false by itself, and once more as `no_warn`. */
export function behaviorFlag(setting: boolean): unknown {
  return Object.freeze({
    [BOOL]: () => setting,
    [EQ]: (other: unknown) => other === setting,
    [STR]: () => (setting ? 'True' : 'False'),
    [GETATTR]: (name: string) => (name === 'no_warn' || name === 'setting' ? setting : undefined),
    [TYPE]: 'BehaviorFlagRendered',
  });
}
