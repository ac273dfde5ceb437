import { nearest } from '../base/index.ts';
import { externalLocation } from '../context/index.ts';
import { type Diagnostic, DiagnosticError, diagnostic } from '../diagnostics/index.ts';
import type { Column, SourceDefinition } from '../domain/index.ts';
import type { BuiltFacts } from './built.ts';
import { columnSpan } from './config-span.ts';
import { type Finding, NOTHING_FOUND } from './finding.ts';
import { hooksOf } from './hooks.ts';
import { declaredColumns, type Look, whenBuilt } from './look.ts';
import { placeOf, relationKey } from './relation-key.ts';

type SourceLook = Look<SourceDefinition>;

/** Declared columns that are not there. */
function missingColumns(source: SourceDefinition, columns: readonly Column[]): readonly Diagnostic[] {
  const names = columns.map((each) => each.name);
  const known = new Set(names.map((each) => each.toLowerCase()));
  return Object.values(source.columns)
    .filter((each) => !known.has(each.name.toLowerCase()))
    .map((each) => {
      const guess = nearest(each.name, names);
      return diagnostic('V005', `'${source.sourceName}.${source.name}' has no column '${each.name}'`, {
        span: columnSpan(source.span, each.name),
        label: 'not in the source',
        hint: guess === undefined ? undefined : `Did you mean '${guess}'?`,
        uniqueId: source.uniqueId,
      });
    });
}

/** Declared columns serve in place of those that cannot be seen, if each has a type. */
function declared(source: SourceDefinition): readonly Column[] {
  const isTyped = Object.values(source.columns).every((each) => each.dataType !== null);
  return isTyped ? declaredColumns(source) : [];
}

const isRemote = (location: string): boolean => /:\/\//.test(location);

async function checkExternal({ node: source, world }: SourceLook, external: string): Promise<Finding> {
  try {
    const columns = await world.shadow.columnsOf(`select * from ${external}`);
    return { ...NOTHING_FOUND, columns, diagnostics: missingColumns(source, columns) };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    if (isRemote(external)) return whenBuilt(`${external} cannot be reached now`, declared(source));
    const diagnostics = error.diagnostics.map(({ span: _span, notes: _notes, ...each }) =>
      diagnostic(each.code, each.message, {
        span: source.span,
        label: external,
        hint: each.hint ?? 'Bring the files there, or correct `external_location`.',
        dbtMessage: each.dbtMessage,
        uniqueId: source.uniqueId,
      }),
    );
    return { ...NOTHING_FOUND, columns: declared(source), isCertain: false, diagnostics };
  }
}

function absence({ node: source, world }: SourceLook, facts: BuiltFacts): Finding {
  const name = placeOf(source, world.environment);
  const text = [name.database, name.schema, name.identifier].filter((each) => each !== null).join('.');
  if (facts.state === 'absent') return whenBuilt('there is no database yet', declared(source));
  if (facts.state === 'unreadable') return whenBuilt('the database cannot be read now', declared(source));
  if (hooksOf(world.environment.manifest).length > 0)
    return whenBuilt(`${text} is not in the database, and a hook may make it`, declared(source));
  const missing = diagnostic('V007', `there is no table ${text} in the database`, {
    span: source.span,
    label: 'not in the database',
    uniqueId: source.uniqueId,
  });
  return { ...NOTHING_FOUND, columns: declared(source), isCertain: false, diagnostics: [missing] };
}

/** A source: the columns that its files or its table have. */
export async function checkSource(look: SourceLook): Promise<Finding> {
  const { node: source, world } = look;
  let external: string | null;
  try {
    external = externalLocation(source);
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return { ...NOTHING_FOUND, isCertain: false, diagnostics: error.diagnostics };
  }
  if (external !== null) return checkExternal(look, external);
  const key = relationKey(placeOf(source, world.environment));
  const owner = world.owners.makerOf(source.uniqueId);
  const owned = owner === undefined ? undefined : world.kept.get(owner);
  if (owned?.isCertain === true) {
    const { columns } = owned;
    return { ...NOTHING_FOUND, columns, diagnostics: missingColumns(source, columns) };
  }
  const facts = await world.built.facts();
  const built = facts.tables.get(key);
  if (built === undefined) return absence(look, facts);
  const { columns } = built;
  return { ...NOTHING_FOUND, columns, diagnostics: missingColumns(source, columns) };
}
