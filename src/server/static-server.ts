import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join, normalize, relative } from 'node:path';
import type { Files } from '../host/index.ts';
import { isOwnName, listen, portOf } from './listening.ts';

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

/** Serves the files of a folder to this machine, read only. Throws a `DiagnosticError` when the port cannot be had. */
export async function serveFolder(options: StaticServerOptions): Promise<StaticServer> {
  const server = createServer((request, response) => respond(request, response, options));
  await listen(server, options);
  const port = portOf(server, options.port);
  return {
    address: `http://${options.host === '127.0.0.1' ? 'localhost' : options.host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
