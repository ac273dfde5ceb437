import { describe, expect, it } from 'vitest';
import { diagnostic } from '../../src/diagnostics/index.ts';
import type { Event, NodeResult, NodeStatus, RunResult } from '../../src/domain/index.ts';
import {
  type ChooseOptions,
  chooseReporter,
  createLogFile,
  createRecorder,
  paintFor,
} from '../../src/report/index.ts';
import { dataTest, model, resultOf } from '../run/nodes.ts';

const NOW = new Date('2026-01-02T03:04:05.678Z');
const orders = model('orders', [], { materialized: 'table' });
const daily = model('daily', [orders.uniqueId]);
const unique = dataTest('unique_orders_id', [orders.uniqueId]);

function result(node: NodeResult['node'], status: NodeStatus, fields: Partial<NodeResult> = {}): NodeResult {
  return { ...resultOf(node, status), executionTime: 0.5, message: 'OK', ...fields };
}

const source = { path: 'models/orders.sql', text: 'select 1\nfrom nope' };
const broken = diagnostic('D020', 'Table with name nope does not exist', {
  span: { source, start: 14, end: 18 },
});

const FAILED = result(orders, 'error', { message: 'Runtime Error in model orders', diagnostics: [broken] });
const SKIPPED = result(daily, 'skipped', { message: null, executionTime: 0 });
const WARNED = result(unique, 'warn', { failures: 3, message: 'Got 3 results, configured to warn if != 0' });

function finished(results: readonly NodeResult[], success: boolean): Event {
  const run: RunResult = {
    command: 'build',
    results,
    startedAt: NOW,
    elapsed: 1.5,
    success,
    interrupted: false,
  };
  return { type: 'runFinished', result: run };
}

const FOUND: Event = {
  type: 'projectFound',
  counts: { model: 2, 'data test': 1, macro: 9, group: 0 },
  milliseconds: 41,
};

const EVENTS: readonly Event[] = [
  { type: 'commandStarted', command: 'build', version: '0.1.0', args: { which: 'build' } },
  FOUND,
  { type: 'concurrency', threads: 4, target: 'dev', total: 3 },
  { type: 'nodeStarted', node: orders, index: 1, total: 3, thread: 'Thread-1 (worker)' },
  { type: 'nodeFinished', result: FAILED, index: 1, total: 3 },
  { type: 'nodeSkipped', result: SKIPPED, because: orders.uniqueId, index: 2, total: 3 },
  { type: 'nodeFinished', result: WARNED, index: 3, total: 3 },
  finished([FAILED, SKIPPED, WARNED], false),
];

function draw(events: readonly Event[], options: Partial<ChooseOptions> = {}): { out: string; err: string } {
  const drawn = { out: '', err: '' };
  const reporter = chooseReporter({
    screen: {
      out: (text) => {
        drawn.out += text;
      },
      err: (text) => {
        drawn.err += text;
      },
      width: 100,
    },
    command: 'build',
    format: 'default',
    level: 'info',
    quiet: false,
    debug: false,
    colours: false,
    isTerminal: false,
    isErrorTerminal: false,
    dumb: false,
    printerWidth: 80,
    annotationFolder: undefined,
    targetPath: 'target',
    invocationId: 'the-id',
    pid: 7,
    now: () => NOW,
    monotonic: () => 0,
    ...options,
  });
  for (const event of events) reporter.event(event);
  reporter.close();
  return drawn;
}

describe('plain output', () => {
  it('has the lines of dbt, and code frames below its sentences', () => {
    const lines = draw(EVENTS)
      .out.split('\n')
      .map((line) => line.replace(/^03:04:05 {2}/, ''));
    expect(lines).toEqual(
      [
        'Running with dbt=1.12.6',
        'Found 2 models, 1 test, 9 macros',
        '',
        "Concurrency: 4 threads (target='dev')",
        '',
        '1 of 3 START sql table model main.orders ....................................... [RUN]',
        '1 of 3 ERROR creating sql table model main.orders .............................. [ERROR in 0.50s]',
        '2 of 3 SKIP relation main.daily ................................................ [SKIP]',
        '3 of 3 WARN 3 unique_orders_id ................................................. [WARN 3 in 0.50s]',
        '',
        'Finished running 1 table model, 1 test, 1 view model in 0 hours 0 minutes and 1.50 seconds (1.50s).',
        '',
        'Completed with 1 error, 0 partial successes, and 1 warning:',
        '',
        '[ERROR]: in model orders (models/orders.sql)',
        '  Runtime Error in model orders',
        '  error[D020] Table with name nope does not exist',
        '    models/orders.sql:2:6',
        '      1 | select 1',
        '      2 | from nope',
        '        |      ^^^^',
        '',
        '[WARNING]: in test unique_orders_id (models/unique_orders_id.sql)',
        '[WARNING]: Got 3 results, configured to warn if != 0',
        '',
        '  See test failures:',
        '  ------------------------------------------',
        '  select * from "db"."main"."unique_orders_id"',
        '  ------------------------------------------',
        '',
        'Done. PASS=0 WARN=1 ERROR=1 SKIP=1 NO-OP=0 REUSED=0 TOTAL=3',
        '',
      ].map((line) =>
        line.startsWith('  ---')
          ? `  ${'-'.repeat('select * from "db"."main"."unique_orders_id"'.length)}`
          : line,
      ),
    );
  });

  it('shows errors and prints only when quiet', () => {
    const printed: Event = {
      type: 'macroMessage',
      message: 'printed',
      info: true,
      print: true,
      uniqueId: null,
    };
    const { out } = draw([...EVENTS, printed], { quiet: true });
    expect(out).not.toContain('Found');
    expect(out).toContain('ERROR creating sql table model main.orders');
    expect(out.endsWith('printed\n')).toBe(true);
  });

  it('colours the status where colours are wanted', () => {
    const { out } = draw(EVENTS, { colours: true });
    expect(out).toContain('[\u001b[31mERROR\u001b[39m in 0.50s]');
  });

  it('shows nothing at level none', () => {
    expect(draw(EVENTS, { level: 'none' })).toEqual({ out: '', err: '' });
  });

  it('says dbt’s kind and sentence when a command could not go on', () => {
    const failure = diagnostic('P001', 'there is no project', {
      dbtMessage: 'No dbt_project.yml\nfound',
      hint: 'Go.',
    });
    const { out } = draw([{ type: 'commandFailed', command: 'build', diagnostics: [failure], stack: null }]);
    expect(out).toContain('Encountered an error:\nRuntime Error\n  No dbt_project.yml\n  found\n');
    expect(out).toContain('help: Go.');
  });

  it('adds annotations for GitHub', () => {
    const { out } = draw(EVENTS, { annotationFolder: 'shop/' });
    expect(out).toContain(
      '::error file=shop/models/orders.sql,line=2,col=6,title=D020::Table with name nope does not exist\n',
    );
    expect(out).toContain(
      '::warning file=shop/models/unique_orders_id.sql,title=unique_orders_id::Got 3 results',
    );
  });
});

describe('JSON output', () => {
  it('has the envelope of dbt with sorted keys, and no code frames', () => {
    const lines = draw(EVENTS, { format: 'json' }).out.trim().split('\n');
    const [first = ''] = lines;
    expect(first).toBe(
      '{"data": {"log_version": 3, "version": "=1.12.6", "x_sluice_version": "0.1.0"}, "info": {"category": "", "code": "A001", "extra": {}, "invocation_id": "the-id", "level": "info", "msg": "Running with dbt=1.12.6", "name": "MainReportVersion", "pid": 7, "thread": "MainThread", "ts": "2026-01-02T03:04:05.678000Z"}}',
    );
    const events = lines.map((line) => JSON.parse(line));
    expect(events.filter(({ info }) => info.name === 'Note')).toEqual([]);
    const skipped = events.find(({ info }) => info.code === 'Q034');
    expect(skipped.data).toMatchObject({ node_name: 'daily', schema: 'main', resource_type: 'model' });
    expect(events.at(-1)).toMatchObject({
      info: { name: 'StatsLine', code: 'Z023' },
      data: { stats: { pass: 0, warn: 1, error: 1, skip: 1, noop: 0, reused: 0, total: 3 } },
    });
  });

  it('gives warnings the names and codes of dbt', () => {
    const warning = diagnostic('S004', "'x' matches no node", { dbtMessage: 'does not match' });
    const { out } = draw([{ type: 'diagnostic', diagnostic: warning }], { format: 'json' });
    expect(JSON.parse(out).info).toMatchObject({
      name: 'NoNodesForSelectionCriteria',
      code: 'M030',
      level: 'warn',
    });
  });
});

describe('the terminal', () => {
  it('has one line for each finished thing, then failures with frames, counts, and last the verdict', () => {
    const { out } = draw(EVENTS, { isTerminal: true });
    expect(out.split('\n')).toEqual([
      ' 2 models, 1 test · read in 41 ms',
      ' ✖ orders                                       table                    error    0.50 s',
      ' ◌ daily                                        skipped because of orders',
      ' ▲ unique_orders_id                             test            warned: 3 rows    0.50 s',
      '',
      ' ▲ unique_orders_id  test  models/unique_orders_id.sql',
      '   3 rows should not exist',
      '   look:  select * from "db"."main"."unique_orders_id"',
      '',
      ' ✖ orders  model  models/orders.sql',
      '   error[D020] Table with name nope does not exist',
      '     models/orders.sql:2:6',
      '       1 | select 1',
      '       2 | from nope',
      '         |      ^^^^',
      '',
      ' 2 models: 1 failed · 1 skipped     1 test: 1 warned',
      ' ✖ build failed  1.50 s   again: sluice build --select orders+',
      '',
    ]);
  });

  it('folds passing tests of a build, but not those of `test`', () => {
    const passed: Event = { type: 'nodeFinished', result: result(unique, 'pass'), index: 1, total: 1 };
    expect(draw([passed], { isTerminal: true }).out).toBe('');
    expect(draw([passed], { isTerminal: true, command: 'test' }).out).toContain('✔ unique_orders_id');
  });

  it('tells rows of tables, not of views', () => {
    const built = (node: NodeResult['node']): Event => ({
      type: 'nodeFinished',
      result: result(node, 'success', { rows: 1_204_331 }),
      index: 1,
      total: 1,
    });
    expect(draw([built(orders)], { isTerminal: true }).out).toContain('1,204,331 rows');
    expect(draw([built(daily)], { isTerminal: true }).out).not.toContain('rows');
  });

  it('uses letters at a dumb terminal', () => {
    expect(draw(EVENTS, { isTerminal: true, dumb: true }).out).toContain(' xx orders');
  });

  it('keeps lines within the width', () => {
    const long = model(`a_very_long_name_${'x'.repeat(80)}`);
    const event: Event = { type: 'nodeFinished', result: result(long, 'success'), index: 1, total: 1 };
    const { out } = draw([event], { isTerminal: true, screen: undefined as never, ...narrow() });
    expect(Math.max(...taken.split('\n').map((line) => line.length))).toBeLessThanOrEqual(70);
    expect(out).toBe('');
  });
});

let taken = '';
function narrow(): Partial<ChooseOptions> {
  taken = '';
  return {
    screen: {
      out: (text) => {
        taken += text;
      },
      err: () => {},
      width: 70,
    },
  };
}

describe('the log file', () => {
  it('starts each invocation with a line, and keeps debug lines and no colours', () => {
    let text = '';
    const common = { command: 'build', width: 80, quiet: false, targetPath: 'target', now: () => NOW };
    const file = createLogFile({
      recorder: createRecorder({ ...common, paint: paintFor({ colours: true }) }),
      format: 'debug',
      level: 'debug',
      invocationId: 'the-id',
      pid: 7,
      now: () => NOW,
      append: (more) => {
        text += more;
      },
    });
    for (const event of EVENTS) file.event(event);
    expect(text).toBe('');
    file.close();
    expect(text.split('\n').slice(0, 4)).toEqual([
      '',
      '',
      `${'='.repeat(30)} 03:04:05.678000 | the-id ${'='.repeat(30)}`,
      '03:04:05.678000 [info ] [MainThread]: Running with dbt=1.12.6',
    ]);
    expect(text).toContain('[debug] [Thread-1 (]: Began running node model.shop.orders');
    expect(text).not.toContain('\u001b[');
  });
});
