import { join } from 'node:path';
import type { Manifest } from '../domain/index.ts';
import { always, type Command } from './command.ts';
import { isSet } from './flags/read-flags.ts';
import type { Session } from './session.ts';

/** Writes how long reading took, where dbt writes it. */
function writePerformance(session: Session, seconds: number): void {
  const project = session.project();
  const path = join(project.targetPath, 'perf_info.json');
  const facts = {
    path_count: session.parseFacts().pathCount,
    is_partial_parse_enabled: isSet(session, 'partial_parse'),
    is_static_analysis_enabled: isSet(session, 'static_parser'),
    load_all_elapsed: seconds,
    projects: project.packages.map((each) => ({ project_name: each.name })),
  };
  session.host.files.writeAtomic(path, JSON.stringify(facts, null, 4));
  const text = `Performance info: ${path}`;
  session.events({ type: 'message', level: 'info', name: 'ParsePerfInfoPath', text, data: { path } });
}

/** Reads the project and writes manifest.json and perf_info.json. */
export const parseCommand: Command<Manifest> = {
  name: 'parse',
  async run(session) {
    const started = session.host.clock.monotonic();
    const manifest = session.manifest();
    if (isSet(session, 'write_json'))
      writePerformance(session, (session.host.clock.monotonic() - started) / 1000);
    return manifest;
  },
  succeeded: always,
};
