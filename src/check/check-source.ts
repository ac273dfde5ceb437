import { nearest } from '../base/index.ts';
import { externalLocation } from '../context/index.ts';
import { columnSpan, type Diagnostic, DiagnosticError, diagnostic, type Span } from '../diagnostics/index.ts';
import type { Column, SourceDefinition } from '../domain/index.ts';
import type { BuiltFacts } from './built.ts';
import { type Finding, NOTHING_FOUND } from './finding.ts';
import { hooksOf } from './hooks.ts';
import { declaredColumns, type Look, whenBuilt } from './look.ts';
import { placeOf, relationKey } from './relation-key.ts';

type SourceLook = Look<SourceDefinition>;

interface Named {
  readonly name: string;
  readonly span: Span;
}

/** Whether anybody asks how fresh it is. */
function hasFreshness({ freshness }: SourceDefinition): boolean {
  return freshness !== null && (freshness.warnAfter.count !== null || freshness.errorAfter.count !== null);
}

/** The columns that properties name: those that are declared, and the one that tells how fresh the data is. */
function namedColumns(source: SourceDefinition): readonly Named[] {
  const declared = Object.values(source.columns).map(({ name }) => ({
    name,
    span: columnSpan(source.span, name),
  }));
  const field = source.loadedAtField;
  if (field === null || !hasFreshness(source) || !/^[A-Za-z_]\w*$/.test(field) || field in source.columns)
    return declared;
  return [...declared, { name: field, span: source.span }];
}

/** Columns of the properties that are not there. */
function missingColumns(source: SourceDefinition, columns: readonly Column[]): readonly Diagnostic[] {
  const names = columns.map((each) => each.name);
  const known = new Set(names.map((each) => each.toLowerCase()));
  return namedColumns(source)
    .filter(({ name }) => !known.has(name.toLowerCase()))
    .map(({ name, span }) => {
      const guess = nearest(name, names);
      return diagnostic('V005', `'${source.sourceName}.${source.name}' has no column '${name}'`, {
        span,
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

/** A source that is the table of a node of the project. */
async function checkMade({ node: source, world }: SourceLook, key: string): Promise<Finding | null> {
  const maker = world.owners.makerOf(source.uniqueId);
  const found = maker === undefined ? undefined : world.kept.get(maker);
  if (maker === undefined || found?.isCertain !== true) return null;
  const { columns } = found;
  const { tables } = await world.built.facts();
  const name = world.environment.manifest.nodes.get(maker)?.name ?? maker;
  const unordered = diagnostic(
    'V008',
    `'${source.sourceName}.${source.name}' is the table of '${name}', and nothing says that it is built first`,
    { span: source.span, label: `made by '${name}'`, uniqueId: source.uniqueId },
  );
  const told = tables.has(key) ? [] : [unordered];
  return { ...NOTHING_FOUND, columns, diagnostics: [...told, ...missingColumns(source, columns)] };
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
  const made = await checkMade(look, key);
  if (made !== null) return made;
  const facts = await world.built.facts();
  const built = facts.tables.get(key);
  if (built === undefined) return absence(look, facts);
  const { columns } = built;
  return { ...NOTHING_FOUND, columns, diagnostics: missingColumns(source, columns) };
}
