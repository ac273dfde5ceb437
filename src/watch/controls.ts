import { DiagnosticError } from '../diagnostics/index.ts';
import type { UniqueId } from '../domain/index.ts';
import { isTestId } from './pending.ts';
import type { Request, WatchState } from './watch-state.ts';

/** What keys can do besides changing what is built. */
export interface Controls {
  readonly quit: () => void;
  readonly openDocs: (() => void) | undefined;
  /** Looks at nodes in the database, once nothing is built. */
  readonly show: (ids: readonly UniqueId[], what: 'rows' | 'compiled') => void;
}

const HELP = ` a  build everything            d  build what is downstream or stale
 f  what failed, once more      t  tests of the last change
 p  more rows of it             c  its compiled SQL
 b  build although it breaks    x  stop what is being built
 /  select what is watched      Enter  the last change once more
 o  open the docs page          h  this help          q  quit`;

const ENTER: ReadonlySet<string> = new Set(['\r', '\n']);
const ESCAPE = '\u001b';
const BACKSPACE: ReadonlySet<string> = new Set(['\u007f', '\b']);
const NONE: ReadonlySet<UniqueId> = new Set();

function isInScope({ generation }: WatchState, id: UniqueId): boolean {
  return generation.scope === null || generation.scope.has(id);
}

function everything(state: WatchState): Request {
  const { manifest } = state.generation;
  const ids = [...manifest.nodes.keys(), ...manifest.functions.keys(), ...manifest.unitTests.keys()];
  const wanted = ids.filter((id) => isInScope(state, id));
  return {
    nodes: new Set(wanted.filter((id) => !isTestId(id))),
    tests: new Set(wanted.filter(isTestId)),
    downstream: 'none',
    isForced: false,
  };
}

function below({ generation, lastChanged, pending }: WatchState): Request {
  const waiting = new Set([...pending.stale, ...pending.owed]);
  const down = [...generation.graph.descendants(lastChanged)].filter((id) => !isTestId(id));
  return {
    nodes: waiting.size > 0 ? waiting : new Set(down),
    tests: NONE,
    downstream: 'all',
    isForced: false,
  };
}

function failed({ failures }: WatchState): Request {
  const ids = failures.failedRuns();
  return {
    nodes: new Set(ids.filter((id) => !isTestId(id))),
    tests: new Set(ids.filter(isTestId)),
    downstream: 'auto',
    isForced: false,
  };
}

function testsOf(state: WatchState): Request {
  const { generation, lastChanged } = state;
  const near = [...lastChanged].flatMap((id) => generation.graph.children(id)).filter(isTestId);
  const tests = near.length > 0 ? near : [...everything(state).tests];
  return { nodes: NONE, tests: new Set(tests), downstream: 'none', isForced: false };
}

function again({ lastChanged, downstream }: WatchState): Request {
  return { nodes: lastChanged, tests: NONE, downstream, isForced: false };
}

function anyway({ pending, downstream }: WatchState): Request {
  return { nodes: new Set(pending.nodes.keys()), tests: NONE, downstream, isForced: true };
}

/** What a key asks to be built, and what is said when there is nothing of it. */
const REQUESTS: Readonly<Record<string, readonly [(state: WatchState) => Request, string]>> = {
  a: [everything, 'there is nothing to build'],
  d: [below, 'nothing is downstream of the last change'],
  f: [failed, 'nothing failed'],
  t: [testsOf, 'there are no tests'],
  b: [anyway, 'nothing is held back'],
  '\r': [again, 'nothing was changed yet'],
  '\n': [again, 'nothing was changed yet'],
};

function say({ world }: WatchState, text: string): void {
  world.events({ type: 'message', level: 'info', name: 'WatchNote', text: ` ${text}` });
}

function select(state: WatchState, typed: string): void {
  const { world } = state;
  try {
    state.generation = world.select(typed.split(' ').filter((word) => word !== ''));
    const { scope } = state.generation;
    say(
      state,
      scope === null
        ? 'watching everything'
        : `watching ${[...scope].filter((id) => !isTestId(id)).length} nodes; a builds them`,
    );
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    for (const diagnostic of error.diagnostics) world.events({ type: 'diagnostic', diagnostic });
  }
}

/** Answers keys as they are pressed. */
export function createControls(state: WatchState, controls: Controls): (key: string) => void {
  const { events } = state.world;
  let typed: string | undefined;

  const type = (key: string) => {
    if (ENTER.has(key)) {
      const chosen = typed ?? '';
      typed = undefined;
      events({ type: 'watchPrompt', typed: null });
      select(state, chosen);
      return;
    }
    if (key === ESCAPE) typed = undefined;
    else if (BACKSPACE.has(key)) typed = typed?.slice(0, -1);
    else if (key.length === 1 && key >= ' ') typed += key;
    events({ type: 'watchPrompt', typed: typed ?? null });
  };

  const ask = (make: (state: WatchState) => Request, otherwise: string) => {
    const request = make(state);
    if (request.nodes.size + request.tests.size === 0) return say(state, otherwise);
    state.request = request;
    state.bell.ring();
  };

  const others: Readonly<Record<string, () => void>> = {
    q: controls.quit,
    h: () => say(state, HELP.trimStart()),
    '?': () => say(state, HELP.trimStart()),
    o: () =>
      controls.openDocs === undefined ? say(state, 'the docs page is not served') : controls.openDocs(),
    p: () => controls.show([...state.lastChanged], 'rows'),
    c: () => controls.show([...state.lastChanged], 'compiled'),
    x: () => state.running?.controller.abort(),
    [ESCAPE]: () => state.running?.controller.abort(),
    '/': () => {
      typed = '';
      events({ type: 'watchPrompt', typed });
    },
  };

  return (key) => {
    if (typed !== undefined) return type(key);
    const wanted = REQUESTS[key];
    if (wanted !== undefined) ask(...wanted);
    else others[key]?.();
  };
}
