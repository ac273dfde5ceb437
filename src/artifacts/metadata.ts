import { DBT_VERSION, type Invocation } from '../domain/index.ts';
import type { Environment } from '../host/index.ts';

const CUSTOM_ENV_PREFIX = 'DBT_ENV_CUSTOM_ENV_';

/** dbt's UTC timestamps with microseconds; a whole second has no fraction. */
export function artifactTime(moment: Date): string {
  const iso = moment.toISOString();
  return iso.endsWith('.000Z') ? `${iso.slice(0, 19)}Z` : `${iso.slice(0, 23)}000Z`;
}

/** Variables named `DBT_ENV_CUSTOM_ENV_*`, without the prefix: what people attach to their artifacts. */
export function customEnvironment(env: Environment): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of env.names()) {
    if (name.startsWith(CUSTOM_ENV_PREFIX)) {
      found[name.slice(CUSTOM_ENV_PREFIX.length)] = env.get(name) ?? '';
    }
  }
  return found;
}

interface MetadataOptions {
  readonly invocation: Invocation;
  readonly env: Environment;
  readonly generatedAt: Date;
}

/**
 * `metadata` as every artifact has it, in dbt's order (`BaseArtifactMetadata`).
 *
 * @param schema - address of the artifact's JSON schema
 */
export function artifactMetadata(schema: string, options: MetadataOptions): Record<string, unknown> {
  const { invocation, env, generatedAt } = options;
  return {
    dbt_schema_version: schema,
    dbt_version: DBT_VERSION,
    generated_at: artifactTime(generatedAt),
    invocation_id: invocation.id,
    invocation_started_at: artifactTime(invocation.startedAt),
    env: customEnvironment(env),
  };
}
