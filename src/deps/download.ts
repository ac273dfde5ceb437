import { type HttpAnswer, NetworkError } from '../host/index.ts';
import { fail } from './failure.ts';
import { Passing } from './retry.ts';
import type { Work } from './work.ts';

/** Bytes of a download. */
const MAX_DOWNLOAD = 256 * 1024 * 1024;

/** One GET. Throws a `Passing` for what may be better the next time. `timeout` is in milliseconds. */
export async function download(work: Work, url: string, timeout: number): Promise<Uint8Array> {
  const answer = await ask(work, url, timeout);
  if (answer.status < 400) return answer.body;
  const side = answer.status < 500 ? 'Client' : 'Server';
  throw new Passing('K008', `${answer.status} ${side} Error: ${answer.statusText} for url: ${url}`);
}

/** One GET whose status is for the caller to look at. */
export async function ask(work: Work, url: string, timeout: number): Promise<HttpAnswer> {
  try {
    return await work.host.network.get({ url, timeout, maxBytes: MAX_DOWNLOAD, signal: work.signal });
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    if (error.reason === 'too large') fail('K014', `${url}: ${error.message}`);
    throw new Passing('K008', `${url}: ${error.message}`);
  }
}
