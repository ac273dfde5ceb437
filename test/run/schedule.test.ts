import { describe, expect, it } from 'vitest';
import type { ModelNode, NodeResult, NodeStatus } from '../../src/domain/index.ts';
import type { LongNodes } from '../../src/run/long-nodes.ts';
import { type ScheduleOptions, schedule } from '../../src/run/schedule.ts';
import { dataTest, model, planOf, resultOf } from './nodes.ts';

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

interface Outcome {
  readonly log: string[];
  readonly statuses: Record<string, string>;
  readonly unstarted: string[];
  readonly because: Record<string, string>;
}

/** Runs a plan with functions instead of a database; `statuses` says how each node ends. */
async function runPlan(
  options: Partial<ScheduleOptions> & Pick<ScheduleOptions, 'plan'>,
  statuses: Readonly<Record<string, NodeStatus>> = {},
): Promise<Outcome> {
  const log: string[] = [];
  const because: Record<string, string> = {};
  const outcome = await schedule({
    threads: 2,
    execute: async ({ node, place }) => {
      log.push(`${place.index}/${place.total} ${node.name}`);
      await pause(1);
      return resultOf(node, statuses[node.name] ?? 'success');
    },
    skip: ({ node }, cause) => {
      because[node.name] = cause.ephemeral === null ? 'above' : `ephemeral ${cause.ephemeral.node.name}`;
      return resultOf(node, 'skipped');
    },
    onResult: () => false,
    ...options,
  });
  const of = (result: NodeResult): [string, string] => [result.node.name, result.status];
  return {
    log,
    because,
    statuses: Object.fromEntries(outcome.results.map(of)),
    unstarted: outcome.unstarted.map((node) => node.name),
  };
}

describe('planNodes', () => {
  it('orders by depth, then by unique id', () => {
    const nodes = [model('z'), model('b', ['model.shop.z']), model('a', ['model.shop.b']), model('c')];
    expect(planOf({ nodes }).nodes.map((node) => node.name)).toEqual(['c', 'z', 'b', 'a']);
  });

  it('keeps the order of selected nodes through nodes that are not selected', () => {
    const nodes = [model('c'), model('b', ['model.shop.c']), model('a', ['model.shop.b'])];
    const plan = planOf({ nodes, selected: ['model.shop.a', 'model.shop.c'] });
    expect(plan.nodes.map((node) => node.name)).toEqual(['c', 'a']);
    expect([...(plan.parents.get('model.shop.a') ?? [])]).toEqual(['model.shop.c']);
  });

  it('does not count ephemeral models', () => {
    expect(planOf({ nodes: [model('a', [], { materialized: 'ephemeral' }), model('b')] }).total).toBe(1);
  });
});

describe('schedule', () => {
  it('starts a node only when its parents are done, and uses all workers', async () => {
    let running = 0;
    let most = 0;
    const done = new Set<string>();
    const nodes = Array.from({ length: 40 }, (_, i) =>
      model(`m${i}`, i < 4 ? [] : [`model.shop.m${i - 4}`, `model.shop.m${i - 3}`]),
    );
    const plan = planOf({ nodes });
    await runPlan({
      plan,
      threads: 4,
      execute: async ({ node }) => {
        for (const parent of (node as ModelNode).dependsOn.nodes) expect(done).toContain(parent);
        most = Math.max(most, ++running);
        await pause(Math.random() * 3);
        running--;
        done.add(node.uniqueId);
        return resultOf(node, 'success');
      },
    });
    expect(done.size).toBe(40);
    expect(most).toBe(4);
  });

  it('numbers nodes in starting order, ephemeral ones left out', async () => {
    const nodes = [
      model('a'),
      model('b', ['model.shop.a'], { materialized: 'ephemeral' }),
      model('c', ['model.shop.b']),
    ];
    expect((await runPlan({ plan: planOf({ nodes }) })).log).toEqual(['1/2 a', '0/0 b', '2/2 c']);
  });

  it('skips everything below an error', async () => {
    const nodes = [model('a'), model('b', ['model.shop.a']), model('c', ['model.shop.b']), model('d')];
    const { statuses } = await runPlan({ plan: planOf({ nodes }) }, { a: 'error' });
    expect(statuses).toEqual({ a: 'error', b: 'skipped', c: 'skipped', d: 'success' });
  });

  it('lets dependants run below a model with on_error: continue', async () => {
    const nodes = [model('a', [], { on_error: 'continue' }), model('b', ['model.shop.a'])];
    const { statuses } = await runPlan({ plan: planOf({ nodes }) }, { a: 'error' });
    expect(statuses).toEqual({ a: 'error', b: 'success' });
  });

  it('skips below a failed test in build, and not in other commands', async () => {
    const nodes = [model('a'), dataTest('t', ['model.shop.a']), model('b', ['model.shop.a'])];
    const extraEdges = [['test.shop.t', 'model.shop.b']] as const;
    const build = await runPlan({ plan: planOf({ nodes, extraEdges, command: 'build' }) }, { t: 'fail' });
    expect(build.statuses).toEqual({ a: 'success', t: 'fail', b: 'skipped' });
    const run = await runPlan({ plan: planOf({ nodes, extraEdges, command: 'test' }) }, { t: 'fail' });
    expect(run.statuses).toEqual({ a: 'success', t: 'fail', b: 'success' });
  });

  it('names the ephemeral model that a skipped node selects from', async () => {
    const nodes = [model('a', [], { materialized: 'ephemeral' }), model('b', ['model.shop.a'])];
    const { because } = await runPlan({ plan: planOf({ nodes }) }, { a: 'error' });
    expect(because).toEqual({ b: 'ephemeral a' });
  });

  it('starts nothing more when a result stops it, and names what never started', async () => {
    const nodes = [model('a'), model('b'), model('c', ['model.shop.a'])];
    const outcome = await runPlan(
      { plan: planOf({ nodes }), threads: 1, onResult: (result) => result.status === 'error' },
      { a: 'error' },
    );
    expect(outcome.statuses).toEqual({ a: 'error' });
    expect(outcome.unstarted).toEqual(['b', 'c']);
  });

  it('starts nothing more after an abort, but waits for what is running', async () => {
    const controller = new AbortController();
    const nodes = [model('a'), model('b', ['model.shop.a'])];
    const outcome = await runPlan({
      plan: planOf({ nodes }),
      signal: controller.signal,
      execute: async ({ node }) => {
        controller.abort();
        await pause(5);
        return resultOf(node, 'error');
      },
    });
    expect(outcome.statuses).toEqual({ a: 'error' });
    expect(outcome.unstarted).toEqual(['b']);
  });

  it('passes an unexpected rejection on instead of hanging', async () => {
    const nodes = [model('a'), model('b', ['model.shop.a'])];
    const run = runPlan({ plan: planOf({ nodes }), execute: () => Promise.reject(new Error('bug')) });
    await expect(run).rejects.toThrow('bug');
  });

  describe('of nodes that took long the last time', () => {
    const names = ['a', 'b', 'c', 'd', 'long', 'longer'];
    const nodes = [...names.map((name) => model(name)), model('longest', ['model.shop.c'])];
    const seconds = new Map([
      ['model.shop.long', 2],
      ['model.shop.longer', 3],
      ['model.shop.longest', 9],
    ]);
    const long = (hasIdleCores: boolean): LongNodes => ({
      seconds,
      takesIdleCores: () => hasIdleCores,
      pause: async () => void (await pause(1)),
    });

    /** How many long nodes ran at a time. */
    async function sideBySide(hasIdleCores: boolean): Promise<number> {
      let running = 0;
      let most = 0;
      const { statuses } = await runPlan({
        plan: planOf({ nodes }),
        threads: 3,
        long: long(hasIdleCores),
        execute: async ({ node }) => {
          const isLong = seconds.has(node.uniqueId);
          if (isLong) most = Math.max(most, ++running);
          await pause(isLong ? 5 : 1);
          if (isLong) running--;
          return resultOf(node, 'success');
        },
      });
      expect(Object.keys(statuses).sort()).toEqual(nodes.map((node) => node.name).sort());
      return most;
    }

    it('starts them first, and what stands before them', async () => {
      const { log } = await runPlan({ plan: planOf({ nodes }), threads: 1, long: long(false) });
      expect(log.map((line) => line.split(' ')[1])).toEqual([
        'c',
        'longest',
        'longer',
        'long',
        'a',
        'b',
        'd',
      ]);
    });

    it('runs two of them side by side only where cores are idle', async () => {
      expect(await sideBySide(false)).toBe(1);
      expect(await sideBySide(true)).toBeGreaterThan(1);
    });
  });
});
