import { decodePlain, encodePlain, md5, sha256, tagged } from '../../base/index.ts';
import type { Captured } from '../../context/index.ts';
import type { SourceText } from '../../diagnostics/index.ts';
import type { Macro } from '../../domain/index.ts';
import { lookupVar, targetValues } from '../../project/index.ts';
import type { CodeResource } from '../build/code-resource.ts';
import type { ParseEnvironment } from '../parse-environment.ts';
import type { CodeExtract } from './code-extract.ts';

/** Texts of earlier parses by hashes of the content that they were made of. */
export interface ExtractStore {
  get(key: string): string | undefined;
  put(key: string, text: string): void;
}

/** The extract of one piece of code that has to be rendered, as it was found before. */
export interface KeptExtract {
  find(): CodeExtract | undefined;
  /** Keeps an extract without problems, when all that it depends on can be told. */
  keep(extract: CodeExtract, captured: Captured): void;
}

/**
 * Names whose values follow from the key and from what is noted. Whatever else a template looks up (flags, `model`, the graph,
 * the moment, `log`, ...) may be another the next time, or has to happen again.
 */
const KNOWN_NAMES: ReadonlySet<string> = new Set(
  (
    'ref source metric function config this var env_var target execute return project_name dbt_version adapter adapter.dispatch ' +
    'sql_now pre_hooks post_hooks fromjson tojson fromyaml toyaml set set_strict zip zip_strict local_md5 ' +
    'range dict namespace cycler joiner true false none True False None'
  ).split(' '),
);

/** What an extract depends on besides its key, each with a hash. */
interface Needs {
  readonly vars: readonly (readonly [name: string, hash: string])[];
  readonly env: readonly (readonly [name: string, hash: string])[];
  readonly macros: readonly (readonly [id: string, hash: string])[];
  readonly target: string | null;
  /** The relation that stands for all others, where its name was looked at. */
  readonly relation: string | null;
}

/** Hashes of what extracts can depend on, as it is now. */
function hashes(resource: CodeResource, { project, context }: ParseEnvironment) {
  const { database, schema } = project.target;
  const macros = new Map<Macro, string>();
  return {
    variable: (name: string) => sha256(encodePlain(lookupVar(project, resource.packageName, name))),
    // The host notes that it was asked: the whole parse depends on it.
    env: (name: string) => sha256(encodePlain(context.host.env.get(name))),
    macro(id: string): string | null {
      const macro = context.library.macros.get(id);
      if (macro === undefined) return null;
      const known = macros.get(macro) ?? md5(macro.macroSql);
      macros.set(macro, known);
      return known;
    },
    target: () => sha256(encodePlain(targetValues(project.target))),
    relation: () => md5(encodePlain([database, schema, resource.name])),
  };
}

type Hashes = ReturnType<typeof hashes>;

/** Null where something was looked at that cannot be told. */
function needsOf({ reach, vars, envVars }: Captured, now: Hashes): Needs | null {
  for (const name of reach.members) if (!KNOWN_NAMES.has(name)) return null;
  return {
    vars: [...vars].map((name) => [name, now.variable(name)]),
    env: [...envVars.keys()].map((name) => [name, now.env(name)]),
    macros: [...reach.macros.keys()].map((id) => [id, now.macro(id) ?? '']),
    target: reach.members.has('target') ? now.target() : null,
    relation: reach.hasSeenRelation ? now.relation() : null,
  };
}

/** Asks for variables of the environment in any case: this parse depends on them as the earlier one did. */
function areMet({ vars, env, macros, target, relation }: Needs, now: Hashes): boolean {
  const answers = env.map(([name, hash]) => now.env(name) === hash);
  return (
    !answers.includes(false) &&
    vars.every(([name, hash]) => now.variable(name) === hash) &&
    macros.every(([id, hash]) => now.macro(id) === hash) &&
    (target === null || target === now.target()) &&
    (relation === null || relation === now.relation())
  );
}

const SOURCE = 's';

/** Only this text is known to whoever reads the extract again. */
function encodeSource(source: SourceText): (value: object) => string | undefined {
  return (value) => (value === source ? tagged(SOURCE, []) : undefined);
}

/** What extracts of every file of a project depend on: names of macros, and all settings that decide what a call means. */
export function worldOf({ project, context }: ParseEnvironment): string {
  const packages = project.packages.map(({ name, isRoot, isInternal, quoting, dispatch }) => [
    ...[name, isRoot, isInternal, quoting, dispatch],
  ]);
  const { name, flags, target } = project;
  return md5(encodePlain([name, flags, target.type, packages, [...context.library.macros.keys()]]));
}

/** The kept extract of a resource's code; undefined where nothing is kept. */
export function keptExtract(resource: CodeResource, environment: ParseEnvironment): KeptExtract | undefined {
  const { extracts, world } = environment;
  const source = resource.template;
  if (extracts === undefined || source === null) return undefined;
  const { kind, packageName } = resource;
  const key = md5(encodePlain([world(), kind, packageName, source.text]));
  const now = hashes(resource, environment);
  const before = environment.told();
  return {
    find() {
      const text = extracts.get(key);
      if (text === undefined) return undefined;
      const [needs, extract] = decodePlain(text, () => source) as [Needs, CodeExtract];
      return areMet(needs, now) ? extract : undefined;
    },
    keep(extract, captured) {
      const needs = environment.told() === before ? needsOf(captured, now) : null;
      if (needs === null) return;
      try {
        const text = encodePlain([needs, extract], encodeSource(source));
        extracts.put(key, text);
      } catch {
        // It holds a value that has no text.
      }
    },
  };
}
