import { join } from 'node:path';
import { spanPosition } from '../diagnostics/index.ts';
import { type LiveFailure, type LiveMessage, livePage } from '../docs-site/index.ts';
import type { Event, NodeCheck, NodeResult, StandingFailure, UniqueId } from '../domain/index.ts';
import { type LiveServer, serveLive } from '../server/index.ts';
import type { WatchWorld } from './contract.ts';

/** The docs page, served and kept up to date while the project is watched. */
export interface LiveDocs {
  readonly address: string;
  /** What pages that are open are told of. */
  readonly event: (event: Event) => void;
  close(): Promise<void>;
}

/** Milliseconds that making the page may have taken to be done again without being asked for. */
const QUICK = 3000;

interface Standing {
  readonly running: Set<UniqueId>;
  readonly rows: Map<UniqueId, number>;
  failing: readonly LiveFailure[];
  /** Whether the project was changed since the page was made. */
  isOutdated: boolean;
  /** Runs and results that a page does not hold which is made now. */
  recent: LiveMessage[];
}

/** Results that are kept for pages that are opened later; the history has all of them. */
const RECENT = 2000;

function liveFailure(failure: StandingFailure): LiveFailure {
  const { uniqueId: id, name, kind, message, diagnostics } = failure;
  const span = diagnostics.find((each) => each.span !== undefined)?.span;
  const { line, column } = span === undefined ? { line: null, column: null } : spanPosition(span);
  return { id, name, kind, message, path: span?.source.path ?? null, line, column };
}

function checkFailure({ node, diagnostics }: NodeCheck): LiveFailure {
  const errors = diagnostics.filter((each) => each.severity === 'error');
  const message = errors[0]?.message ?? 'it would fail';
  const { uniqueId, name } = node;
  return liveFailure({ uniqueId, name, kind: 'check', message, diagnostics: errors, since: new Date(0) });
}

function resultMessage(
  { node, status, executionTime, rows, failures, message }: NodeResult,
  standing: Standing,
) {
  const { uniqueId: id } = node;
  const known = rows ?? standing.rows.get(id) ?? null;
  standing.running.delete(id);
  return {
    type: 'result',
    id,
    status,
    seconds: executionTime,
    rows: node.resourceType === 'test' ? null : known,
    failures,
    message: status === 'success' || status === 'pass' ? null : message,
  } as const;
}

/** Messages for events; most events are nothing to a page. */
function messageOf(event: Event, standing: Standing, now: () => Date): LiveMessage | undefined {
  switch (event.type) {
    case 'watchChange':
      return { type: 'saved', paths: event.files.map(({ path }) => path) };
    case 'watchChecked': {
      standing.isOutdated ||= event.changes.length > 0;
      const errors = event.report?.results.filter(({ status }) => status === 'error') ?? [];
      return { type: 'checked', failing: errors.map(checkFailure), held: event.held };
    }
    case 'concurrency':
      return { type: 'run', at: now().getTime(), target: event.target };
    case 'nodeStarted':
      standing.running.add(event.node.uniqueId);
      return { type: 'started', id: event.node.uniqueId };
    case 'watchBuilt':
      if (event.rows !== null) standing.rows.set(event.node.uniqueId, event.rows);
      return undefined;
    case 'nodeFinished':
    case 'nodeSkipped':
      return resultMessage(event.result, standing);
    case 'watchSurveyed':
    case 'watchIdle':
      standing.failing = event.failing.map(liveFailure);
      standing.running.clear();
      return {
        type: 'rest',
        success: standing.failing.length === 0,
        failing: standing.failing,
        isOutdated: standing.isOutdated,
      };
    default:
      return undefined;
  }
}

/** Serves on the wanted port, or on any free one where that is taken. */
async function serveSomewhere(options: Parameters<typeof serveLive>[0]): Promise<LiveServer> {
  try {
    return await serveLive(options);
  } catch (error) {
    if (options.port === 0) throw error;
    return serveLive({ ...options, port: 0 });
  }
}

export interface LiveDocsOptions {
  readonly world: Pick<WatchWorld, 'host' | 'project' | 'makePage'>;
  /** The wanted port; 0 for any free one. */
  readonly port: number;
}

export async function startLiveDocs({ world, port }: LiveDocsOptions): Promise<LiveDocs> {
  const { host, project } = world;
  const { clock, files } = host;
  const standing: Standing = {
    running: new Set(),
    rows: new Map(),
    failing: [],
    isOutdated: true,
    recent: [],
  };
  let html: string | undefined;
  let making: Promise<void> | undefined;
  let lastTook = 0;
  let isClosed = false;

  const make = (): Promise<void> => {
    const begun = clock.monotonic();
    making ??= (async () => {
      standing.isOutdated = false;
      const before = standing.recent.length;
      try {
        html = await world.makePage();
        standing.recent = standing.recent.slice(before);
      } catch (error) {
        standing.isOutdated = true;
        throw error;
      } finally {
        lastTook = clock.monotonic() - begun;
        making = undefined;
      }
    })();
    return making;
  };

  /** Makes the page beside everything else; a project that cannot be documented now has the page that it had. */
  const renew = () => {
    if (making !== undefined || isClosed) return;
    make().then(
      () => server.send({ type: 'page' } satisfies LiveMessage),
      () => undefined,
    );
  };

  const stored = (): string | undefined => {
    const path = join(project.targetPath, 'index.html');
    return files.exists(path) ? files.readText(path) : undefined;
  };

  const page = async (): Promise<string> => {
    html ??= stored();
    if (html === undefined) await make();
    else if (standing.isOutdated) renew();
    return livePage(html ?? '');
  };

  const server: LiveServer = await serveSomewhere({
    port,
    token: host.uuid().replaceAll('-', ''),
    page,
    hello: () =>
      ({
        type: 'hello',
        running: [...standing.running],
        failing: standing.failing,
        isOutdated: standing.isOutdated,
        recent: standing.recent,
      }) satisfies LiveMessage,
  });

  return {
    address: server.address,
    event(event) {
      const message = messageOf(event, standing, () => clock.now());
      if (message === undefined) return;
      server.send(message);
      const isKept = message.type === 'run' || message.type === 'result';
      if (isKept && standing.recent.length < RECENT) standing.recent.push(message);
      if (event.type === 'watchIdle' && standing.isOutdated && server.clients > 0 && lastTook < QUICK)
        renew();
    },
    async close() {
      isClosed = true;
      await server.close();
      await making?.catch(() => undefined);
    },
  };
}
