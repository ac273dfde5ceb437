import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join, normalize, relative } from 'node:path';
import { DiagnosticError, diagnostic } from '../diagnostics/index.ts';
import type { Files } from '../host/index.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.sql': 'text/plain; charset=utf-8',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.svg': 'image/svg+xml',
};

export interface StaticServerOptions {
  readonly files: Files;
  /** Absolute path of the folder that is served. */
  readonly folder: string;
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
}

export interface StaticServer {
  /** `http://localhost:8080`. */
  readonly address: string;
  close(): Promise<void>;
}

/** A page elsewhere must not reach this server under a name of its own that it has pointed here. */
function isOwnName(request: IncomingMessage, host: string): boolean {
  const name = (request.headers.host ?? '').replace(/:\d+$/, '');
  const isEverywhere = host === '0.0.0.0' || host === '::';
  return isEverywhere || ['localhost', '127.0.0.1', '[::1]', host].includes(name);
}

/** The file that a request names, inside the folder; undefined for anything outside. */
function fileOf(url: string, { folder, files }: StaticServerOptions): string | undefined {
  let path: string;
  try {
    path = decodeURIComponent(url.split(/[?#]/)[0] ?? '/');
  } catch {
    return undefined;
  }
  if (path.includes('\0')) return undefined;
  const asked = join(folder, normalize(`/${path}`));
  const file = files.stat(asked)?.isDirectory === true ? join(asked, 'index.html') : asked;
  const way = relative(files.realPath(folder), files.realPath(file));
  return way.startsWith('..') || files.stat(file) === undefined ? undefined : file;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string | Uint8Array;
}

function plain(status: number, body: string): Answer {
  return { status, type: 'text/plain; charset=utf-8', body };
}

function answerTo(request: IncomingMessage, options: StaticServerOptions): Answer {
  if (!isOwnName(request, options.host)) return plain(421, 'This server answers to its own name only.\n');
  if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405, 'Only GET and HEAD.\n');
  const file = fileOf(request.url ?? '/', options);
  if (file === undefined) return plain(404, 'Not found.\n');
  const type = TYPES[extname(file).toLowerCase()] ?? 'application/octet-stream';
  return { status: 200, type, body: options.files.readBytes(file) };
}

function respond(request: IncomingMessage, response: ServerResponse, options: StaticServerOptions): void {
  const { status, type, body } = answerTo(request, options);
  response.writeHead(status, {
    'content-type': type,
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function listen(server: Server, { host, port }: StaticServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
}

function portError(error: unknown, { host, port }: StaticServerOptions): DiagnosticError {
  const { code = '', message = String(error) } = error as NodeJS.ErrnoException;
  const reason =
    code === 'EADDRINUSE' ? 'the port is in use' : code === 'EACCES' ? 'it is not allowed' : message;
  return new DiagnosticError(
    diagnostic('G001', `Cannot serve on ${host}:${port}: ${reason}`, {
      hint: 'Choose another port with --port, or 0 for any free one.',
      dbtMessage: message,
    }),
  );
}

/** Serves the files of a folder to this machine, read only. Throws a `DiagnosticError` when the port cannot be had. */
export async function serveFolder(options: StaticServerOptions): Promise<StaticServer> {
  const server = createServer((request, response) => respond(request, response, options));
  await listen(server, options).catch((error: unknown) => {
    throw portError(error, options);
  });
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : options.port;
  return {
    address: `http://${options.host === '127.0.0.1' ? 'localhost' : options.host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
