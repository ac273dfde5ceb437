import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { isOwnName, listen, portOf } from './listening.ts';

/** A page that is served with a stream of events. */
export interface LiveServer {
  /** With the token: whoever knows it may look. */
  readonly address: string;
  /** Sends an event to every page that is open. */
  send(message: unknown): void;
  /** How many pages are open. */
  readonly clients: number;
  close(): Promise<void>;
}

export interface LiveServerOptions {
  readonly port: number;
  /** A secret of this server; only requests that bear it are answered. */
  readonly token: string;
  /** The page, made when it is asked for. */
  readonly page: () => Promise<string>;
  /** What a page is told first. */
  readonly hello: () => unknown;
}

const HOST = '127.0.0.1';
const COOKIE = 'sluice_watch';
/** Milliseconds after which a page that lost the stream asks again. */
const RETRY = 1000;
/** Events that are kept for pages that were away for a moment. */
const KEPT = 500;

function cookieOf(request: IncomingMessage, name: string): string | undefined {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = part.trim().split('=');
    if (key === name) return value;
  }
  return undefined;
}

function answer(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    ...headers,
  });
  response.end(body);
}

function frame(id: number, message: unknown): string {
  return `id: ${id}\ndata: ${JSON.stringify(message)}\n\n`;
}

/**
 * Serves one page and its events to this machine. The address bears a token; the first call with it gets a cookie, without
 * which nothing else is answered, so that no other page of the browser can look. Throws a `DiagnosticError` when the port
 * cannot be had.
 */
export async function serveLive(options: LiveServerOptions): Promise<LiveServer> {
  const { token } = options;
  const streams = new Set<ServerResponse>();
  const kept: { readonly id: number; readonly text: string }[] = [];
  let last = 0;

  const stream = (request: IncomingMessage, response: ServerResponse) => {
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    const seen = Number(request.headers['last-event-id'] ?? Number.NaN);
    const missed = kept.filter(({ id }) => id > seen);
    const isWhole = Number.isInteger(seen) && seen <= last && (missed[0]?.id ?? seen + 1) === seen + 1;
    response.write(`retry: ${RETRY}\n\n`);
    // A page that was away for long, or that has seen another server, begins anew.
    if (isWhole) for (const each of missed) response.write(each.text);
    else response.write(frame(last, options.hello()));
    streams.add(response);
    response.on('close', () => streams.delete(response));
  };

  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!isOwnName(request, HOST))
      return answer(response, 421, 'This server answers to its own name only.\n');
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return answer(response, 405, 'Only GET and HEAD.\n');
    const url = new URL(request.url ?? '/', `http://${HOST}`);
    if (url.searchParams.get('token') === token) {
      const cookie = `${COOKIE}=${token}; HttpOnly; SameSite=Strict; Path=/`;
      return answer(response, 303, '', { location: url.pathname, 'set-cookie': cookie });
    }
    if (cookieOf(request, COOKIE) !== token)
      return answer(response, 403, 'Open the address that sluice watch has shown: it bears a token.\n');
    if (url.pathname === '/events') return stream(request, response);
    if (url.pathname !== '/' && url.pathname !== '/index.html') return answer(response, 404, 'Not found.\n');
    const html = await options.page();
    answer(response, 200, request.method === 'HEAD' ? '' : html, {
      'content-type': 'text/html; charset=utf-8',
    });
  };

  const server = createServer((request, response) => {
    respond(request, response).catch((error: unknown) => {
      const text = error instanceof Error ? error.message : String(error);
      if (!response.headersSent) answer(response, 500, `The page could not be made: ${text}\n`);
    });
  });
  await listen(server, { host: HOST, port: options.port });
  return {
    address: `http://${HOST}:${portOf(server, options.port)}/?token=${token}`,
    get clients() {
      return streams.size;
    },
    send(message) {
      last++;
      const text = frame(last, message);
      kept.push({ id: last, text });
      if (kept.length > KEPT) kept.shift();
      for (const each of streams) each.write(text);
    },
    close: () =>
      new Promise((done) => {
        for (const each of streams) each.end();
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}
