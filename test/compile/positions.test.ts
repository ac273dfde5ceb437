import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/diagnostics/index.ts';
import { spanLabel } from '../../src/diagnostics/index.ts';
import type { CompiledNode } from '../../src/domain/index.ts';
import * as sluice from '../../src/index.ts';
import { type ProjectFolder, projectFolder } from '../support/project-folder.ts';

const FILES = {
  'macros/m.sql': '{% macro pick(column) %}\n  {{ column }} as picked\n{% endmacro %}\n',
  'models/ok.sql': 'select 1 as id',
  'models/own.sql': "\n\n-- comment\nselect id,\n  idd\nfrom {{ ref('ok') }}\n",
  'models/by_macro.sql': "select\n  {{ pick('nono') }}\nfrom {{ ref('ok') }}\n",
  'models/passing.sql':
    "{{ config(materialized='ephemeral') }}\nselect id,\n  wrong_here\nfrom {{ ref('ok') }}\n",
  'models/through.sql': "select *\nfrom {{ ref('passing') }}\n",
  'models/with_own.sql':
    "{{ config(materialized='table') }}\nwith a as (select * from {{ ref('fine') }})\nselect broken_here from a\n",
  'models/fine.sql': "{{ config(materialized='ephemeral') }}select id from {{ ref('ok') }}",
  'models/hooked.sql': "{{ config(post_hook='select nope') }} select 1 as id",
};

let folder: ProjectFolder;
const byName = new Map<string, { compiled: CompiledNode | null; problem: Diagnostic | undefined }>();

beforeAll(async () => {
  folder = projectFolder(FILES);
  const { results } = await sluice.run({ projectDir: folder.root, profilesDir: folder.root });
  for (const { node, compiled, diagnostics } of results) {
    byName.set(node.name, { compiled, problem: diagnostics[0] });
  }
}, 60_000);
afterAll(() => folder.remove());

const problemOf = (name: string): Diagnostic => byName.get(name)?.problem as Diagnostic;
const placeOf = ({ span }: Diagnostic) => (span === undefined ? 'nowhere' : spanLabel(span));
const textOf = ({ span }: Diagnostic) => span?.source.text.slice(span.start, span.end);

describe('errors of the engine', () => {
  it("point into the author's file", () => {
    const problem = problemOf('own');
    expect([placeOf(problem), textOf(problem)]).toEqual(['models/own.sql:5:3', 'idd']);
    expect(problem.notes).toEqual([]);
  });

  it('point to the macro that wrote the text, with the macros in between and the compiled SQL', () => {
    const problem = problemOf('by_macro');
    expect(placeOf(problem)).toBe('macros/m.sql:2:3');
    expect(problem.stack.map((frame) => frame.name)).toEqual(['pick', 'model by_macro']);
    const [note] = problem.notes;
    expect(note?.span?.source.text.slice(note.span.start, note.span.end)).toBe('nono');
  });

  it('point into the ephemeral model that holds the text', () => {
    const problem = problemOf('through');
    expect([placeOf(problem), textOf(problem)]).toEqual(['models/passing.sql:3:3', 'wrong_here']);
  });

  it('point behind ephemeral models that were put in front', () => {
    const problem = problemOf('with_own');
    expect([placeOf(problem), textOf(problem)]).toEqual(['models/with_own.sql:3:8', 'broken_here']);
  });
});

describe('the span map', () => {
  it('covers the compiled text in order, and verbatim segments copy their origin', () => {
    let seen = 0;
    for (const { compiled } of byName.values()) {
      if (compiled === null) continue;
      const { compiledCode, spanMap } = compiled;
      expect(spanMap[0]?.start).toBe(0);
      spanMap.forEach((segment, index) => {
        const end = spanMap[index + 1]?.start ?? compiledCode.length;
        expect(end).toBeGreaterThanOrEqual(segment.start);
        seen += end - segment.start;
        if (!segment.verbatim) return;
        const { source, start } = segment.origin;
        expect(source.text.slice(start, start + end - segment.start)).toBe(
          compiledCode.slice(segment.start, end),
        );
      });
    }
    expect(seen).toBeGreaterThan(300);
  });
});
