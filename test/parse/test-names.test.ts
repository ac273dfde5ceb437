import { describe, expect, it } from 'vitest';
import { testHash, testNames } from '../../src/parse/tests/test-name.ts';

/** Names and hashes as dbt 1.12 gives them. */
describe('generic tests are named as dbt names them', () => {
  it('after their kind, target and sorted arguments', () => {
    const kwargs = { column_name: 'status', values: ['new', 'paid out', 3], model: 'ignored', quote: false };
    expect(testNames({ testType: 'accepted_values', targetName: 'orders', kwargs }).full).toBe(
      'accepted_values_orders_status__False__new__paid_out__3',
    );
  });

  it('shortened from 64 characters on', () => {
    const kwargs = { column_name: 'a_column_with_a_name_that_is_long_enough_for_this' };
    const names = testNames({ testType: 'not_null', targetName: 'a_model_of_some_length', kwargs });
    expect(names.full).toBe(
      'not_null_a_model_of_some_length_a_column_with_a_name_that_is_long_enough_for_this',
    );
    expect(names.short).toMatch(/^not_null_a_model_of_some_lengt_[0-9a-f]{32}$/);
  });

  it('with a hash of everything they are called with', () => {
    const name = 'unique_customers_customer_id';
    const kwargs = { column_name: 'customer_id', model: "{{ get_where_subquery(ref('customers')) }}" };
    expect(testHash(name, { namespace: null, name: 'unique', kwargs })).toBe('c5af1ff4b1');
  });
});
