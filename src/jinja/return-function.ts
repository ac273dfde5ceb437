import { pythonFunction } from './globals/index.ts';
import { ReturnSignal } from './values/index.ts';

/** dbt's `return(data)`: ends the macro with a value. */
export const returnFunction: unknown = pythonFunction('return', 'data', ([value]) => {
  throw new ReturnSignal(value);
});
