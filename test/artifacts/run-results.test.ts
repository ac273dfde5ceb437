import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  appendHistory,
  historyPath,
  readEarlierRun,
  readHistory,
  writeRunResults,
} from '../../src/artifacts/index.ts';
import { DiagnosticError } from '../../src/diagnostics/index.ts';
import type { Invocation, NodeResult, RunResult } from '../../src/domain/index.ts';
import { fakeEnvironment, realFiles } from '../../src/host/index.ts';
import { model, resultOf } from '../run/nodes.ts';

const invocation: Invocation = {
  id: 'an-id',
  command: 'run',
  startedAt: new Date('2026-01-02T03:04:05.678Z'),
  flags: {},
  args: { which: 'run', vars: { DBT_ENV_SECRET_KEY: 'hush' }, invocation_command: 'dbt run --vars hush' },
};

function runOf(results: readonly NodeResult[]): RunResult {
  return {
    command: 'run',
    results,
    startedAt: invocation.startedAt,
    elapsed: 2,
    success: true,
    interrupted: false,
  };
}

const folder = () => mkdtempSync(join(tmpdir(), 'sluice-artifacts-'));

describe('run_results.json', () => {
  const good: NodeResult = {
    ...resultOf(model('a'), 'success'),
    compiled: { node: model('a'), compiledCode: 'select 1', spanMap: [], extraCtes: [] },
    executionTime: 1,
    message: 'OK',
    adapterResponse: { _message: 'OK' },
    timing: [{ name: 'compile', startedAt: new Date(0), completedAt: new Date(1) }],
  };

  it('has the fields of schema v6 in the order and spelling of dbt', () => {
    const targetPath = folder();
    const path = writeRunResults({
      files: realFiles,
      targetPath,
      result: runOf([good, resultOf(model('b'), 'skipped')]),
      invocation,
      env: fakeEnvironment({ DBT_ENV_CUSTOM_ENV_CI: 'yes', OTHER: 'no' }),
      generatedAt: new Date('2026-01-02T03:04:07Z'),
    });
    expect(readFileSync(path, 'utf8')).toBe(
      '{"metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/run-results/v6.json", ' +
        '"dbt_version": "1.12.6", "generated_at": "2026-01-02T03:04:07Z", "invocation_id": "an-id", ' +
        '"invocation_started_at": "2026-01-02T03:04:05.678000Z", "env": {"CI": "yes"}}, ' +
        '"results": [{"status": "success", "timing": [{"name": "compile", ' +
        '"started_at": "1970-01-01T00:00:00Z", "completed_at": "1970-01-01T00:00:00.001000Z"}], ' +
        '"thread_id": "Thread-1 (worker)", "execution_time": 1.0, "adapter_response": {"_message": "OK"}, ' +
        '"message": "OK", "failures": null, "unique_id": "model.shop.a", "compiled": true, ' +
        '"compiled_code": "select 1", "relation_name": "\\"db\\".\\"main\\".\\"a\\"", ' +
        '"batch_results": null, "overload_results": null}, ' +
        '{"status": "skipped", "timing": [], "thread_id": "Thread-1 (worker)", "execution_time": 0, ' +
        '"adapter_response": {}, "message": null, "failures": null, "unique_id": "model.shop.b", ' +
        '"compiled": false, "compiled_code": null, "relation_name": "\\"db\\".\\"main\\".\\"b\\"", ' +
        '"batch_results": null, "overload_results": null}], "elapsed_time": 2.0, ' +
        '"args": {"which": "run", "vars": {"DBT_ENV_SECRET_KEY": "*****"}, ' +
        '"invocation_command": "dbt run --vars *****"}}',
    );
    expect(readdirSync(targetPath)).toEqual(['run_results.json']);
    expect(readEarlierRun(realFiles, join(targetPath, 'run_results.json'))).toMatchObject({
      command: 'run',
      results: [
        { uniqueId: 'model.shop.a', status: 'success' },
        { uniqueId: 'model.shop.b', status: 'skipped' },
      ],
    });
  });

  it('is undefined to a reader when it is missing, and a coded error when it is broken or too new', () => {
    const path = join(folder(), 'run_results.json');
    const codeOf = (text: string): string | undefined => {
      realFiles.write(path, text);
      try {
        readEarlierRun(realFiles, path);
      } catch (error) {
        if (error instanceof DiagnosticError) return error.diagnostics[0]?.code;
        throw error;
      }
      return undefined;
    };
    expect(readEarlierRun(realFiles, path)).toBeUndefined();
    expect(codeOf('{"results": [')).toBe('S010');
    expect(codeOf('{"results": []}')).toBe('S010');
    const schema = (version: number) => `https://schemas.getdbt.com/dbt/run-results/v${version}.json`;
    const metadata = (version: number) => `"metadata": {"dbt_schema_version": "${schema(version)}"}`;
    expect(codeOf(`{${metadata(7)}, "results": []}`)).toBe('S011');
    expect(codeOf(`{${metadata(4)}, "results": []}`)).toBeUndefined();
  });
});

describe('history', () => {
  it('adds a line per node and run, and reads around broken lines', () => {
    const projectRoot = folder();
    const result = runOf([
      { ...resultOf(model('a'), 'success'), executionTime: 0.5, adapterResponse: { rows_affected: 3 } },
    ]);
    const options = { files: realFiles, projectRoot, invocation, target: 'dev', result };
    appendHistory(options);
    realFiles.append(historyPath(projectRoot), '{"at": "2026\n\n');
    appendHistory(options);
    const entry = {
      at: '2026-01-02T03:04:05.678Z',
      invocation: 'an-id',
      command: 'run',
      target: 'dev',
      uniqueId: 'model.shop.a',
      status: 'success',
      seconds: 0.5,
      rows: 3,
      failures: null,
      start: null,
      thread: null,
      message: null,
    };
    expect(readHistory(realFiles, projectRoot)).toEqual([entry, entry]);
  });

  it('drops its older half when it has grown too large', () => {
    const projectRoot = folder();
    const path = historyPath(projectRoot);
    const line = (id: number) =>
      JSON.stringify({ at: 'x', uniqueId: `m${id}`, status: 'success', seconds: 1, pad: 'x'.repeat(1000) });
    realFiles.write(path, Array.from({ length: 9000 }, (_, i) => `${line(i)}\n`).join(''));
    appendHistory({
      files: realFiles,
      projectRoot,
      invocation,
      target: 'dev',
      result: runOf([resultOf(model('a'), 'success')]),
    });
    const entries = readHistory(realFiles, projectRoot);
    expect(entries.length).toBeLessThan(4600);
    expect(entries.at(-2)?.uniqueId).toBe('m8999');
    expect(entries.at(-1)?.uniqueId).toBe('model.shop.a');
  });
});
