import type { Work } from '../work.ts';

/** Milliseconds that a server may be silent while an archive is downloaded; `DBT_HTTP_TIMEOUT` holds seconds. */
export function downloadTimeout({ host }: Work): number {
  const seconds = Number(host.env.get('DBT_HTTP_TIMEOUT') ?? '10');
  return (seconds > 0 ? seconds : 10) * 1000;
}
