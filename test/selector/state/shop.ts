import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInvocation } from '../../../src/commands/flags/create-invocation.ts';
import { createSession, type Session } from '../../../src/commands/session.ts';
import type { DiagnosticError } from '../../../src/diagnostics/index.ts';
import { createHost } from '../../../src/host/index.ts';

/** A file as a whole, replacements in it, many times the same line, or null for none. */
type Edit =
  | string
  | null
  | readonly (readonly [string, string])[]
  | { readonly before: string; readonly repeat: string; readonly times: number };

export type Edits = Readonly<Record<string, Edit>>;

export interface Scenario {
  readonly edits: Edits;
  /** Edits of the project that is compared with, and of the changed one. */
  readonly base?: Edits;
  readonly target?: string;
  readonly vars?: Readonly<Record<string, unknown>>;
}

function textOf(edit: Exclude<Edit, null>, file: string): string {
  if (typeof edit === 'string') return edit;
  if ('repeat' in edit) return edit.before + edit.repeat.repeat(edit.times);
  return edit.reduce((text, [old, now]) => text.replaceAll(old, () => now), readFileSync(file, 'utf8'));
}

function apply(root: string, edits: Edits): void {
  for (const [path, edit] of Object.entries(edits)) {
    const file = join(root, path);
    if (edit === null) {
      rmSync(file);
      continue;
    }
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, textOf(edit, file));
  }
}

/** The project of this folder with changes, in a temporary folder. */
export function makeShop(...changes: readonly Edits[]): string {
  const root = mkdtempSync(join(tmpdir(), 'sluice-state-'));
  cpSync(join(import.meta.dirname, 'fixtures', 'project'), root, { recursive: true });
  for (const each of changes) apply(root, each);
  cpSync(join(root, 'packages', 'pk'), join(root, 'dbt_packages', 'pk'), { recursive: true });
  return root;
}

export interface OpenOptions {
  readonly target?: string | undefined;
  readonly vars?: Readonly<Record<string, unknown>> | undefined;
  readonly state?: string | undefined;
}

/** A session of `ls` in a project; manifest.json is written when it is first parsed. */
export function openShop(root: string, options: OpenOptions = {}): Session {
  const host = createHost();
  const given = Object.fromEntries(
    Object.entries({ ...options, project_dir: root, profiles_dir: root }).filter(
      ([, each]) => each !== undefined,
    ),
  );
  const created = createInvocation({ host, command: 'list', given });
  return createSession({ ...created, host, events: () => {} });
}

/** An error as dbt prints it: its kind, and its sentence indented below. */
export function errorText({ diagnostics: [first] }: DiagnosticError): string {
  return `${first?.kind}\n  ${first?.dbtMessage.trim().replaceAll('\n', '\n  ')}`;
}

export const read = (name: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, name), 'utf8'));
