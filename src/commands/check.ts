import { adapterPlugin } from '../adapter/index.ts';
import { openChecker } from '../check/index.ts';
import type { CheckReport } from '../domain/index.ts';
import type { Command } from './command.ts';
import { selectForSession } from './select.ts';
import type { Session } from './session.ts';

/** Kinds that can be checked. */
const CHECKED = ['model', 'seed', 'snapshot', 'test', 'analysis', 'source'];

/** Binds the selected part of the project without touching data. */
async function check(session: Session): Promise<CheckReport> {
  const project = session.project();
  const { uniqueIds } = selectForSession(session, { resourceTypes: CHECKED, includeEmpty: true });
  const { host, sink } = session;
  const checker = openChecker({ project, plugin: adapterPlugin(project.target.type), host, sink });
  try {
    const environment = session.environment(uniqueIds);
    return await checker.checkAll({ environment, graph: session.graph(), selected: new Set(uniqueIds) });
  } finally {
    await checker.close();
  }
}

/** `check`: the project bound in DAG order without touching data. */
export const checkCommand: Command<CheckReport> = {
  name: 'check',
  run: check,
  succeeded: ({ success }) => success,
};
