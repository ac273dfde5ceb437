import type { Invocation } from '../../domain/index.ts';
import type { Jinja } from '../../jinja/index.ts';
import type { Generation } from '../../watch/index.ts';
import { generateDocs } from '../docs/generate.ts';
import type { Parsed } from '../parse-session.ts';
import { createSession, type Session } from '../session.ts';

export interface MakePageOptions {
  readonly outer: Session;
  readonly invocation: Invocation;
  readonly jinja: Jinja;
  readonly generation: Generation;
  readonly parsed: Parsed;
}

/** The docs page of the whole project as it is now, made without a word, as `docs generate` would make it. */
export async function makePage(options: MakePageOptions): Promise<string> {
  const { outer, invocation, jinja, generation, parsed } = options;
  const { host, settings, signal } = outer;
  const flags = { ...invocation.flags, COMPILE: true, SELECT: [], EXCLUDE: [], SELECTOR: null };
  const session = createSession({
    host,
    settings,
    signal,
    invocation: { ...invocation, command: 'generate', flags: { ...flags, WHICH: 'generate' } },
    events: () => {},
    warm: { jinja, project: generation.project, parsed, graph: generation.graph },
  });
  try {
    const { page } = await generateDocs(session, { leavesResults: true });
    return host.files.readText(page);
  } finally {
    await session.close();
  }
}
