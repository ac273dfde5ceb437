import type { Target } from '../domain/index.ts';

/** What templates see as `target`: what the engine shows of the connection, and the names that go with every target. */
export function targetValues(target: Target): Readonly<Record<string, unknown>> {
  const { type, threads: _threads, ...credentials } = target.openCredentials ?? target.credentials;
  const shown = target.connectionInfo ?? { database: target.database, schema: target.schema, ...credentials };
  return {
    ...shown,
    type: type ?? target.type,
    threads: target.threads,
    name: target.name,
    target_name: target.name,
    profile_name: target.profileName,
  };
}
