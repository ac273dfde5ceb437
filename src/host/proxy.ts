import type { Environment } from './host.ts';

/** Whether `NO_PROXY` excepts a host: names match themselves and what ends in them; `*` excepts everything. */
function isExcepted(url: URL, list: string): boolean {
  return list
    .split(',')
    .map((each) => each.trim().toLowerCase())
    .filter((each) => each !== '')
    .some((each) => {
      if (each === '*') return true;
      const [host = '', port] = each.replace(/^\*?\./, '').split(':');
      if (port !== undefined && port !== portOf(url)) return false;
      return url.hostname === host || url.hostname.endsWith(`.${host}`);
    });
}

const portOf = (url: URL): string => url.port || (url.protocol === 'https:' ? '443' : '80');

/** The proxy to reach an address through, as curl and Python's requests find it; undefined for none. */
export function proxyFor(url: URL, env: Environment): URL | undefined {
  const read = (name: string): string => env.get(name.toLowerCase()) ?? env.get(name) ?? '';
  if (isExcepted(url, read('NO_PROXY'))) return undefined;
  const scheme = url.protocol.slice(0, -1).toUpperCase();
  const written = read(`${scheme}_PROXY`) || read('ALL_PROXY');
  if (written === '') return undefined;
  const proxy = new URL(written.includes('://') ? written : `http://${written}`);
  return proxy.protocol === 'http:' ? proxy : undefined;
}

/** `Proxy-Authorization` of a proxy whose address carries a name and password. */
export function proxyHeaders(proxy: URL): Record<string, string> {
  if (proxy.username === '') return {};
  const words = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(words).toString('base64')}` };
}
