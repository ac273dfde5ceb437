import type { IncomingMessage, Server } from 'node:http';
import { DiagnosticError, diagnostic } from '../diagnostics/index.ts';

/** A page elsewhere must not reach this server under a name of its own that it has pointed here. */
export function isOwnName(request: IncomingMessage, host: string): boolean {
  const name = (request.headers.host ?? '').replace(/:\d+$/, '');
  const isEverywhere = host === '0.0.0.0' || host === '::';
  return isEverywhere || ['localhost', '127.0.0.1', '[::1]', host].includes(name);
}

/** Where a server is to listen. */
export interface Place {
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
}

/** Begins to listen. Throws a `DiagnosticError` when the port cannot be had. */
export async function listen(server: Server, place: Place): Promise<void> {
  const listening = new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(place.port, place.host, resolve);
  });
  await listening.catch((error: unknown) => {
    throw portError(error, place);
  });
}

/** The port that a server has got. */
export function portOf(server: Server, wanted: number): number {
  const bound = server.address();
  return typeof bound === 'object' && bound !== null ? bound.port : wanted;
}

function portError(error: unknown, { host, port }: Place): DiagnosticError {
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
