import { defineCodes } from './define.ts';

export const testCodes = defineCodes({
  T104: {
    title: 'Input of a unit test leads nowhere',
    severity: 'error',
    kind: 'Parsing Error',
    explanation:
      'Each `input` of a unit test is a `ref()`, a `source()` or `this`, and stands for something of the project. This one is written otherwise, or names what is not there.',
    fix: "Write the input as the model writes it, such as `input: ref('stg_orders')`.",
  },
  T106: {
    title: 'Unit test cannot compare so',
    severity: 'error',
    kind: 'Runtime Error',
    explanation:
      'With `config: {compare: after_merge}` a unit test compares the table that the model leaves behind, not the rows of its query. No other value is known, and a model without a table cannot be compared so.',
    fix: 'Write `compare: after_merge`, or leave it out.',
  },
  T105: {
    title: 'Unit test fails',
    severity: 'error',
    kind: 'Runtime Error',
    explanation: 'Over the given rows the model gives other rows than the unit test expects.',
    fix: 'Compare the rows: `+++` stands before rows that were not expected, `---` before expected ones that are missing, `→` before rows with other values, which are shown as `expected→actual`.',
  },
});
