import { diagnostic } from '../diagnostics/index.ts';
import type { Environment } from '../host/index.ts';
import { secretsOf } from '../project/index.ts';
import type { Work } from './work.ts';

/** The text with asterisks in place of secrets. */
export function scrubbed(env: Environment, text: string): string {
  return secretsOf(env).reduce((shown, secret) => shown.replaceAll(secret, '*****'), text);
}

/** An address as the lock file may hold it; it warns when a secret was written out in it. */
export function lockedAddress(work: Work, address: string): string {
  const shown = scrubbed(work.host.env, address);
  if (shown === address) return shown;
  work.sink.report(
    diagnostic('K022', `a secret stands in the address ${shown}`, {
      hint: "Write `{{ env_var('DBT_ENV_SECRET_...') }}` in packages.yml in its place.",
      dbtMessage: `Detected secret env var in ${shown}. dbt will write a scrubbed representation to the lock file. This will cause issues with subsequent 'dbt deps' using the lock file, requiring 'dbt deps --upgrade'`,
    }),
  );
  return shown;
}
