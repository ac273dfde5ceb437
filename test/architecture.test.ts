import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const sourceRoot = join(root, 'src');
const page = readFileSync(join(root, 'docs', 'ARCHITECTURE.md'), 'utf8');

interface Import {
  readonly specifier: string;
  /** `import()`: loaded when called. */
  readonly lazy: boolean;
  readonly typeOnly: boolean;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesBelow(path) : path.endsWith('.ts') ? [path] : [];
  });
}

/** The text without comments and template or string contents that could look like an import. */
function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`])\/\/[^\n]*/g, '$1');
}

function importsOf(text: string): Import[] {
  const found: Import[] = [];
  const code = withoutComments(text);
  for (const match of code.matchAll(
    /^\s*(import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]/gm,
  )) {
    found.push({ specifier: match[3] as string, lazy: false, typeOnly: match[2] !== undefined });
  }
  for (const match of code.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g)) {
    found.push({ specifier: match[1] as string, lazy: true, typeOnly: false });
  }
  return found;
}

const files = filesBelow(sourceRoot);
const sources = new Map(files.map((path) => [path, readFileSync(path, 'utf8')]));
const imports = new Map([...sources].map(([path, text]) => [path, importsOf(text)]));
const nameOf = (path: string) => relative(sourceRoot, path).replaceAll('\\', '/');
const roomOf = (path: string) => nameOf(path).split('/')[0] as string;

/** The rows of a Markdown table that starts with this heading row. */
function table(heading: RegExp): string[][] {
  const lines = page.split('\n');
  const start = lines.findIndex((line) => heading.test(line));
  const rows: string[][] = [];
  for (const line of lines.slice(start + 2)) {
    if (!line.startsWith('|')) break;
    rows.push(
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('`', '')),
    );
  }
  return rows;
}

const allowed = new Map(
  table(/^\| floor \| room/).map(([, room, , may]) => [
    room as string,
    (may as string).split(', ').filter((each) => each !== '–'),
  ]),
);
const floors = new Map(table(/^\| floor \| room/).map(([floor, room]) => [room as string, Number(floor)]));
const doors = table(/^\| module \| door/).map(([module, door]) => ({
  module: module as string,
  door: door as string,
}));

describe('the architecture', () => {
  it('saw the code and the tables', () => {
    expect(files.length).toBeGreaterThan(100);
    expect(allowed.size).toBeGreaterThan(12);
    expect(doors.length).toBeGreaterThan(8);
  });

  it('has exactly the rooms that the table names', () => {
    const rooms = readdirSync(sourceRoot).filter((name) => statSync(join(sourceRoot, name)).isDirectory());
    expect(rooms.sort()).toEqual([...allowed.keys()].sort());
  });

  it('lets a room import only what its row names, always from a lower floor', () => {
    const wrong: string[] = [];
    for (const [room, may] of allowed) {
      for (const other of may) {
        if ((floors.get(other) ?? 99) >= (floors.get(room) ?? 0))
          wrong.push(`table: ${room} → ${other} is not downwards`);
      }
    }
    for (const [path, list] of imports) {
      const room = roomOf(path);
      if (!allowed.has(room)) continue;
      for (const { specifier } of list) {
        if (!specifier.startsWith('.')) continue;
        const target = roomOf(resolve(dirname(path), specifier));
        if (target !== room && !allowed.get(room)?.includes(target))
          wrong.push(`${nameOf(path)} → ${specifier}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('enters another room by its index or by one of its sub-rooms’ index', () => {
    const wrong: string[] = [];
    for (const [path, list] of imports) {
      for (const { specifier, lazy } of list) {
        if (!specifier.startsWith('.') || lazy) continue;
        const target = resolve(dirname(path), specifier);
        if (roomOf(target) !== roomOf(path) && !/(^|\/)(index|contract)\.ts$/.test(nameOf(target))) {
          wrong.push(`${nameOf(path)} → ${nameOf(target)}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('imports outside modules at their doors only', () => {
    const wrong: string[] = [];
    for (const [path, list] of imports) {
      for (const { specifier } of list) {
        const module = doors.find(
          (each) => specifier === each.module || specifier.startsWith(`${each.module}/`),
        );
        const isAtDoor = module?.door.split(', ').some((door) => nameOf(path).startsWith(door));
        if (module !== undefined && isAtDoor !== true) wrong.push(`${nameOf(path)} → ${specifier}`);
        const builtIn = specifier.startsWith('node:') || specifier.startsWith('.');
        if (!builtIn && module === undefined) wrong.push(`${nameOf(path)} → ${specifier} has no door`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('reads environment, clock, arguments and streams in host and cli only', () => {
    const wrong: string[] = [];
    const rules: [RegExp, readonly string[]][] = [
      [/\bprocess\.env\b/, ['host']],
      [/\bDate\.now\(|\bnew Date\(\)/, ['host']],
      [/(?<![.\w])fetch\(/, ['host']],
      [/\bprocess\.(argv|stdout|stderr|stdin|exit|exitCode)\b/, ['cli']],
      [/\bconsole\.\w+\(/, []],
    ];
    for (const [path, text] of sources) {
      for (const [pattern, rooms] of rules) {
        if (!rooms.includes(roomOf(path)) && pattern.test(withoutComments(text)))
          wrong.push(`${nameOf(path)}: ${pattern}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('keeps files small and names them after what they hold', () => {
    const long = [...sources]
      .filter(([, text]) => text.split('\n').length > 401)
      .map(([path]) => nameOf(path));
    const vague = files
      .map(nameOf)
      .filter((name) => /(^|\/)(utils?|helpers?|common|misc|manager|service)\.ts$/.test(name));
    expect({ long, vague }).toEqual({ long: [], vague: [] });
  });

  it('exports no variable that can change, and no default', () => {
    const wrong = [...sources]
      .filter(([, text]) => /^export (let|var|default)\b/m.test(text))
      .map(([path]) => nameOf(path));
    expect(wrong).toEqual([]);
  });

  it('starts the command line without the engine, the template language or YAML', () => {
    const reached = new Set<string>();
    const queue = [join(sourceRoot, 'cli', 'main.ts')];
    const outside = new Set<string>();
    while (queue.length > 0) {
      const path = queue.pop() as string;
      if (reached.has(path)) continue;
      reached.add(path);
      for (const { specifier, lazy, typeOnly } of imports.get(path) ?? []) {
        if (lazy || typeOnly) continue;
        if (specifier.startsWith('.')) queue.push(resolve(dirname(path), specifier));
        else outside.add(specifier);
      }
    }
    const heavy = [...reached]
      .map(nameOf)
      .filter((name) => /^(jinja|adapter|context|parse|compile|run|commands)\//.test(name));
    expect({ heavy, outside: [...outside].filter((each) => !each.startsWith('node:')) }).toEqual({
      heavy: [],
      outside: [],
    });
    expect(reached.size).toBeGreaterThan(3);
  });
});
