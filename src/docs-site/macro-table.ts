import { type GraphNode, type Macro, packageOf, type UniqueId } from '../domain/index.ts';
import type { MacroTable } from './payload.ts';
import type { SiteIndex } from './site-index.ts';

/** Macros of the project and its packages; the built-in ones are the same everywhere and only take space. */
export function shownMacros({ input }: SiteIndex): readonly Macro[] {
  const isOwn = ({ packageName, docs }: Macro) =>
    packageOf(input.project, packageName)?.isInternal === false && docs.show;
  return [...input.manifest.macros.values()].filter(isOwn);
}

function macrosOf(node: GraphNode): readonly UniqueId[] {
  return 'dependsOn' in node ? (node.dependsOn.macros ?? []) : [];
}

export function macroTable(site: SiteIndex): MacroTable {
  const macros = shownMacros(site);
  const indexOf = new Map(macros.map((each, index) => [each.uniqueId, index]));
  const users = macros.map((): number[] => []);
  for (const [index, node] of site.nodes.entries()) {
    for (const id of macrosOf(node)) users[indexOf.get(id) ?? -1]?.push(index);
  }
  const each = <Value>(value: (macro: Macro) => Value): Value[] => macros.map(value);
  return {
    uniqueId: each((macro) => macro.uniqueId),
    name: each((macro) => macro.name),
    packageName: each((macro) => site.words.indexOf(macro.packageName)),
    path: each((macro) => macro.originalFilePath),
    description: each((macro) => site.textOf(macro.description)),
    arguments: each((macro) =>
      macro.arguments.map(({ name, type, description }) => ({
        name,
        type,
        description: site.textOf(description),
      })),
    ),
    calls: each((macro) => macro.dependsOn.macros.flatMap((id) => indexOf.get(id) ?? [])),
    users,
  };
}
