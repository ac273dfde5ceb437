import type { Filter } from '../runtime/environment.ts';
import { PyTuple } from '../values/index.ts';
import { defineFilters } from './define.ts';
import { markupFilters } from './markup.ts';
import { numberFilters } from './number.ts';
import { selectFilters } from './select.ts';
import { sequenceFilters } from './sequence.ts';
import { textFilters } from './text.ts';

/** dbt's own filters: markers for YAML values, without effect where text is rendered. */
const textMarkers = defineFilters({
  as_bool: ['x', ([value]) => value],
  as_native: ['x', ([value]) => value],
  as_number: ['x', ([value]) => value],
  as_text: ['x', ([value]) => value],
  is_list: [
    'value',
    ([value]) => Array.isArray(value) && !(value instanceof PyTuple) && value.constructor === Array,
  ],
});

/** The filters of templates that render text. */
export const FILTERS: Readonly<Record<string, Filter>> = Object.freeze({
  ...textFilters,
  ...numberFilters,
  ...sequenceFilters,
  ...selectFilters,
  ...markupFilters,
  ...textMarkers,
});
