import { describe, expect, it } from 'vitest';
import { targetFilePath } from '../../src/context/index.ts';
import { DiagnosticError, diagnostic } from '../../src/diagnostics/index.ts';
import type { Package, Project } from '../../src/domain/index.ts';
import { type FailureScene, failureOf } from '../../src/run/failure.ts';
import { dataTest, model } from './nodes.ts';

const scene: FailureScene = {
  node: model('a'),
  compiled: null,
  environment: { project: { packages: [] as readonly Package[] } as Project },
};

describe('the message of a failed node', () => {
  it("is dbt's kind, the node and the indented sentence", () => {
    const error = new DiagnosticError(
      diagnostic('D103', 'x', { kind: 'Runtime Error', dbtMessage: 'Binder Error: no column\n\nLINE 1: a' }),
    );
    expect(failureOf(error, scene).message).toBe(
      'Runtime Error in model a (models/a.sql)\n  Binder Error: no column\n  \n  LINE 1: a',
    );
  });

  it('lists the macros below a compilation error, innermost first', () => {
    const span = { source: { path: 'macros/m.sql', text: '' }, start: 0, end: 0 };
    const error = new DiagnosticError(
      diagnostic('D101', 'bad thing', {
        stack: [
          { name: 'inner', span },
          { name: 'boo', span },
          { name: 'model a', span },
        ],
      }),
    );
    expect(failureOf(error, scene).message).toBe(
      'Compilation Error in model a (models/a.sql)\n  bad thing\n  \n' +
        '  > in macro inner (macros/m.sql)\n  > called by macro boo (macros/m.sql)\n' +
        '  > called by model a (models/a.sql)',
    );
  });

  it('calls an unexpected exception a bug of Sluice', () => {
    const failure = failureOf(new TypeError('x is undefined'), scene);
    expect(failure.diagnostics.map((each) => each.code)).toEqual(['I001']);
  });
});

describe('the place of compiled SQL', () => {
  it('is the file of a model, and a file below the YAML for a generic test', () => {
    expect(targetFilePath(model('a'), 'compiled')).toBe('compiled/shop/models/a.sql');
    const test = { ...dataTest('not_null_a_id', []), originalFilePath: 'models/_models.yml' };
    expect(targetFilePath(test, 'run')).toBe('run/shop/models/_models.yml/not_null_a_id.sql');
  });

  it('is a file below the SQL file for a snapshot, which may share it with others', () => {
    const snapshot = {
      ...model('snap'),
      resourceType: 'snapshot' as const,
      originalFilePath: 'snapshots/snap.sql',
    };
    expect(targetFilePath(snapshot, 'compiled')).toBe('compiled/shop/snapshots/snap.sql/snap.sql');
  });
});
