import { isMapping } from '../../base/index.ts';
import { DiagnosticError, diagnostic } from '../../diagnostics/index.ts';
import type { Files } from '../../host/index.ts';

/** A part of an artifact as JSON has it. */
export type Json = Record<string, unknown>;

export interface ArtifactKind {
  /** As schema addresses name it: `manifest`, `run-results`, `sources`. */
  readonly name: string;
  /** The name of dbt's class, which its messages show. */
  readonly className: string;
  /** The newest version that is read, and the oldest that still is. */
  readonly version: number;
  readonly oldest: number;
}

export interface EarlierFile {
  readonly content: Json;
  /** The number of its schema: 12 of `.../manifest/v12.json`. */
  readonly version: number;
}

/** The value as an object of JSON; an empty one where it is something else. */
export function jsonRecord(value: unknown): Json {
  return isMapping(value) ? (value as Json) : {};
}

/** Milliseconds since 1970 of a moment as artifacts write it, which is UTC where it names no zone; null for anything else. */
export function momentOf(value: unknown): number | null {
  if (typeof value !== 'string') return null;
  const hasZone = /(?:Z|[+-]\d\d:?\d\d)$/.test(value);
  const found = Date.parse(hasZone ? value : `${value}Z`);
  return Number.isNaN(found) ? null : found;
}

const addressOf = (name: string, version: number): string =>
  `https://schemas.getdbt.com/dbt/${name}/v${version}.json`;

function parse(files: Files, path: string, kind: ArtifactKind): unknown {
  try {
    return JSON.parse(files.readText(path));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DiagnosticError(
      diagnostic('S010', `${path} is not readable as JSON: ${reason}`, {
        hint: 'Write the artifacts of the earlier run again, or name another folder.',
        dbtMessage: `Could not read ${kind.className} at "${path}" as JSON: ${reason}`,
      }),
    );
  }
}

function refuseVersion(path: string, kind: ArtifactKind, found: string): never {
  const expected = addressOf(kind.name, kind.version);
  throw new DiagnosticError(
    diagnostic('S011', `${path} has the schema ${found}, and ${expected} is the newest that is read`, {
      hint: `Versions ${kind.oldest} to ${kind.version} can be read.`,
      dbtMessage: `Expected a schema version of "${expected}" in ${path}, but found "${found}". Are you running with a different version of dbt?`,
    }),
  );
}

/** Stops the command: the file is no artifact of its kind. */
export function refuseContent(path: string, kind: ArtifactKind, reason: string): never {
  throw new DiagnosticError(
    diagnostic('S010', `${path} is not an artifact of this kind: ${reason}`, {
      hint: 'Name a folder with the artifacts of an earlier run.',
      dbtMessage: `Could not read ${kind.className} at "${path}" as JSON: ${reason}`,
    }),
  );
}

/**
 * An artifact of an earlier run, or undefined when there is no such file. Throws a `DiagnosticError` when it is not JSON or
 * has a schema that this version does not read.
 */
export function readEarlierFile(files: Files, path: string, kind: ArtifactKind): EarlierFile | undefined {
  if (files.stat(path)?.isDirectory !== false) return undefined;
  const content = jsonRecord(parse(files, path, kind));
  const written = jsonRecord(content['metadata'])['dbt_schema_version'];
  if (typeof written !== 'string') refuseContent(path, kind, 'Artifact is missing schema version');
  for (let version = kind.version; version >= kind.oldest; version--)
    if (written === addressOf(kind.name, version)) return { content, version };
  return refuseVersion(path, kind, written);
}
