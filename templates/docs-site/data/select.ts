import { reach, type Site } from './site.ts';

/** The nodes that one word of a selection names. */
function named(site: Site, pattern: string): readonly number[] {
  const [method, value] = /^([a-z_]+):(.*)$/.exec(pattern)?.slice(1) ?? ['', pattern];
  const text = (value ?? '').toLowerCase();
  const fits = new RegExp(
    `^${text
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  );
  const { nodes } = site.core;
  const tests: Readonly<Record<string, (node: number) => boolean>> = {
    tag: (node) => (nodes.tags[node] ?? []).some((tag) => fits.test(site.word(tag).toLowerCase())),
    path: (node) => (nodes.path[node] ?? '').toLowerCase().startsWith(text.replace(/\/?\*?$/, '')),
    package: (node) => fits.test(site.word(nodes.packageName[node] as number).toLowerCase()),
    source: (node) =>
      site.kind(node) === 'source' && (fits.test(nameOf(node)) || nameOf(node).startsWith(`${text}.`)),
    exposure: (node) => site.kind(node) === 'exposure' && fits.test(nameOf(node)),
    resource_type: (node) => fits.test(site.kind(node)),
    layer: (node) => fits.test(site.layer(node)),
  };
  const nameOf = (node: number) => (nodes.name[node] ?? '').toLowerCase();
  const byName = (node: number) =>
    fits.test(nameOf(node)) || fits.test((nodes.uniqueId[node] ?? '').toLowerCase());
  const test = tests[method ?? ''] ?? byName;
  return nodes.name.flatMap((_, node) => (test(node) ? [node] : []));
}

interface Word {
  readonly pattern: string;
  readonly up: number;
  readonly down: number;
  readonly isAround: boolean;
}

function readWord(word: string): Word {
  const found = /^(@?)(?:(\d*)(\+))?(.*?)(?:(\+)(\d*))?$/.exec(word);
  const depth = (plus: string | undefined, digits: string | undefined) =>
    plus === undefined
      ? 0
      : digits === undefined || digits === ''
        ? Number.POSITIVE_INFINITY
        : Number(digits);
  return {
    pattern: found?.[4] ?? word,
    up: depth(found?.[3], found?.[2]),
    down: depth(found?.[5], found?.[6]),
    isAround: found?.[1] === '@',
  };
}

function selectWord(site: Site, word: string): Set<number> {
  const { pattern, up, down, isAround } = readWord(word);
  const start = named(site, pattern);
  const found = new Set(start);
  for (const node of reach(start, site.readers, isAround ? Number.POSITIVE_INFINITY : down).keys())
    found.add(node);
  for (const node of reach(
    isAround ? found : start,
    site.reads,
    isAround ? Number.POSITIVE_INFINITY : up,
  ).keys())
    found.add(node);
  return found;
}

/** The nodes of a selection as people write it for `--select`: spaces for "or", commas for "and". */
export function selectNodes(site: Site, text: string): ReadonlySet<number> {
  const found = new Set<number>();
  for (const part of text.split(/\s+/).filter((each) => each !== '')) {
    const sets = part.split(',').map((word) => selectWord(site, word));
    for (const node of sets[0] ?? []) if (sets.every((set) => set.has(node))) found.add(node);
  }
  return found;
}
