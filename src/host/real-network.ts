import { type IncomingMessage, request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import type { Socket } from 'node:net';
import { connect as secureConnect } from 'node:tls';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import type { Environment } from './host.ts';
import { type HttpAnswer, type HttpRequest, type Network, NetworkError } from './network.ts';
import { proxyFor, proxyHeaders } from './proxy.ts';

const REDIRECTS = 10;

const DECODERS: Readonly<Record<string, (body: Buffer, options: { maxOutputLength: number }) => Buffer>> = {
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
};

interface Exchange extends HttpRequest {
  readonly target: URL;
  readonly proxy: URL | undefined;
}

const portOf = (url: URL): number => Number(url.port || (url.protocol === 'https:' ? 443 : 80));

/** A tunnel through a proxy to the server of an https address. */
function openTunnel({ target, timeout, signal }: Exchange, proxy: URL): Promise<Socket> {
  return new Promise((done, fail) => {
    const host = `${target.hostname}:${portOf(target)}`;
    const tunnel = plainRequest({
      host: proxy.hostname,
      port: portOf(proxy),
      method: 'CONNECT',
      path: host,
      headers: { host, ...proxyHeaders(proxy) },
      timeout,
      signal,
    });
    tunnel.once('connect', (answer, socket) => {
      if (answer.statusCode === 200) done(socket as Socket);
      else
        fail(new NetworkError(`the proxy refuses to connect: ${answer.statusCode} ${answer.statusMessage}`));
    });
    tunnel.once('timeout', () => tunnel.destroy(new NetworkError('the proxy does not answer')));
    tunnel.once('error', fail);
    tunnel.end();
  });
}

function authorization(url: URL): Record<string, string> {
  if (url.username === '') return {};
  const words = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return { authorization: `Basic ${Buffer.from(words).toString('base64')}` };
}

async function send(exchange: Exchange): Promise<IncomingMessage> {
  const { target, proxy, timeout, signal, body } = exchange;
  const sent =
    body === undefined
      ? {}
      : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) };
  const headers = { 'user-agent': 'sluice', accept: '*/*', ...sent, ...authorization(target) };
  const isSecure = target.protocol === 'https:';
  const tunnel = proxy !== undefined && isSecure ? await openTunnel(exchange, proxy) : undefined;
  const own = { host: target.hostname, port: portOf(target), path: `${target.pathname}${target.search}` };
  const place =
    proxy !== undefined && !isSecure ? { host: proxy.hostname, port: portOf(proxy), path: target.href } : own;
  return new Promise((done, fail) => {
    const outgoing = (isSecure ? secureRequest : plainRequest)({
      ...place,
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        ...headers,
        host: target.host,
        ...(proxy === undefined || isSecure ? {} : proxyHeaders(proxy)),
      },
      timeout,
      signal,
      ...(tunnel === undefined
        ? {}
        : {
            agent: false,
            createConnection: () => secureConnect({ socket: tunnel, servername: target.hostname }),
          }),
    });
    outgoing.once('response', done);
    outgoing.once('timeout', () =>
      outgoing.destroy(new NetworkError(`${target.host} sent nothing for ${timeout / 1000} seconds`)),
    );
    outgoing.once('error', fail);
    outgoing.end(body);
  });
}

async function readBody(message: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) {
      message.destroy();
      throw new NetworkError(`the answer is larger than ${maxBytes} bytes`, 'too large');
    }
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks);
  const decode = DECODERS[String(message.headers['content-encoding'] ?? '').toLowerCase()];
  return decode === undefined ? body : decode(body, { maxOutputLength: maxBytes });
}

/** Where a redirect leads; undefined for an answer. A redirect never leads from https to http. */
function redirected(message: IncomingMessage, from: URL): URL | undefined {
  const { location } = message.headers;
  if (location === undefined || ![301, 302, 303, 307, 308].includes(message.statusCode ?? 0))
    return undefined;
  const to = new URL(location, from);
  if (to.protocol !== 'https:' && (to.protocol !== 'http:' || from.protocol === 'https:'))
    throw new NetworkError(`${from.host} redirects to ${to.protocol}//${to.host}, which is not followed`);
  return to;
}

async function follow(request: HttpRequest, env: Environment): Promise<HttpAnswer> {
  let target = new URL(request.url);
  if (target.protocol !== 'http:' && target.protocol !== 'https:')
    throw new NetworkError(`'${target.protocol}' is no address of the web`);
  for (let count = 0; count <= REDIRECTS; count++) {
    const message = await send({ ...request, target, proxy: proxyFor(target, env) });
    const next = request.body === undefined ? redirected(message, target) : undefined;
    if (next === undefined) {
      const body = await readBody(message, request.maxBytes);
      return { status: message.statusCode ?? 0, statusText: message.statusMessage ?? '', body };
    }
    message.resume();
    target = next;
  }
  throw new NetworkError(`more than ${REDIRECTS} redirects`);
}

/** The network of this machine. */
export function createNetwork(env: Environment): Network {
  return {
    async get(request) {
      try {
        return await follow(request, env);
      } catch (error) {
        if (error instanceof NetworkError || request.signal?.aborted === true) throw error;
        // A connection that was tried over several addresses names its reasons one level down.
        const inner = (error as { errors?: readonly Error[] }).errors?.[0] ?? (error as Error);
        throw new NetworkError(inner.message);
      }
    },
  };
}
