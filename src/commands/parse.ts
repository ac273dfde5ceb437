import { join } from 'node:path';
import type { Manifest } from '../domain/index.ts';
import type { ParsePerformance } from '../parse/index.ts';
import { always, type Command } from './command.ts';
import { isSet } from './flags/read-flags.ts';
import type { Session } from './session.ts';

type Kind = NonNullable<ReturnType<ParsePerformance['packages']['get']>>[number]['kind'];

/** Kinds of files in dbt's order, with its names of what parses them; macros are not told of by package. */
const PARSERS: readonly (readonly [Kind, string])[] = [
  ['model', 'model'],
  ['snapshot', 'snapshot'],
  ['analysis', 'analysis'],
  ['singularTest', 'test'],
  ['seed', 'seed'],
  ['docs', 'doc'],
  ['fixture', 'fixture'],
  ['function', 'function'],
  ['properties', 'test'],
];

const seconds = (milliseconds: number) => milliseconds / 1000;

function parsersOf(name: string, performance: ParsePerformance | undefined) {
  const kinds = performance?.packages.get(name) ?? [];
  return PARSERS.flatMap(([kind, parser]) => {
    const found = kinds.find((each) => each.kind === kind && each.files > 0);
    if (found === undefined) return [];
    return [{ parser, elapsed: found.milliseconds, parsed_path_count: found.files }];
  });
}

function projectEntry(name: string, performance: ParsePerformance | undefined) {
  const parsers = parsersOf(name, performance);
  const sum = (values: readonly number[]) => values.reduce((all, each) => all + each, 0);
  return {
    project_name: name,
    elapsed: performance === undefined ? 0 : seconds(sum(parsers.map(({ elapsed }) => elapsed))),
    parsers: parsers.map((each) => ({ ...each, elapsed: seconds(each.elapsed) })),
    parsed_path_count: sum(parsers.map((each) => each.parsed_path_count)),
  };
}

function stageEntries({ stages }: ParsePerformance) {
  const order = ['read_files', 'load_macros', 'parse_project', 'patch_sources', 'process_manifest'] as const;
  return Object.fromEntries(
    order.flatMap((stage) => {
      const took = stages[stage];
      return took === undefined ? [] : [[`${stage}_elapsed`, seconds(took)]];
    }),
  );
}

/** Writes what was parsed and how long it took, where dbt writes it and with its keys. */
function writePerformance(session: Session, elapsed: number): void {
  const project = session.project();
  const { facts, performance } = session.parsed();
  const path = join(project.targetPath, 'perf_info.json');
  const isStatic = isSet(session, 'static_parser');
  const entries = {
    path_count: facts.pathCount,
    parsed_path_count: performance?.parsedPathCount ?? 0,
    static_analysis_path_count: isStatic ? (performance?.models ?? 0) : 0,
    static_analysis_parsed_path_count: isStatic ? (performance?.readStatically ?? 0) : 0,
    is_partial_parse_enabled: isSet(session, 'partial_parse'),
    is_static_analysis_enabled: isStatic,
    ...(performance === undefined ? {} : stageEntries(performance)),
    load_all_elapsed: seconds(elapsed),
    projects: project.packages.map(({ name }) => projectEntry(name, performance)),
  };
  session.host.files.writeWhole(path, JSON.stringify(entries, null, 4));
  const text = `Performance info: ${path}`;
  session.events({ type: 'message', level: 'info', name: 'ParsePerfInfoPath', text, data: { path } });
}

/** Reads the project and writes manifest.json and perf_info.json. */
export const parseCommand: Command<Manifest> = {
  name: 'parse',
  async run(session) {
    const started = session.host.clock.monotonic();
    const manifest = session.manifest();
    writePerformance(session, session.host.clock.monotonic() - started);
    return manifest;
  },
  succeeded: always,
};
