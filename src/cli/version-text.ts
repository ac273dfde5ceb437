import { VERSION } from '../base/index.ts';
import { DBT_VERSION } from '../domain/index.ts';

/** The version of dbt-duckdb that Sluice answers as. */
const ADAPTER_VERSION = '1.11.1';

/** What `--version` prints. Called by the name of dbt it answers in dbt's form, which tools read. */
export function versionText(calledAs: string): string {
  if (calledAs !== 'dbt') return `sluice ${VERSION}\n`;
  return [
    'Core:',
    `  - installed: ${DBT_VERSION}`,
    `  - latest:    ${DBT_VERSION} - Up to date!`,
    '',
    'Plugins:',
    `  - duckdb: ${ADAPTER_VERSION} - Up to date!`,
    '',
    `Answered by Sluice ${VERSION}`,
    '',
  ].join('\n');
}
