import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { ODD_NAMES, ODD_WORDS, PIECES } from './odd-texts.mjs';

const TOKEN = /[A-Za-z_][\w-]*|\d[\w.]*|\s+|[^\w\s]/gu;

const kindOf = (path) => extname(path).slice(1).replace('yaml', 'yml');
const splice = (bytes, at, removed, added) =>
  Buffer.concat([bytes.subarray(0, at), added, bytes.subarray(Math.min(bytes.length, at + removed))]);

/** A change of the lines of a text. */
const lines = (change) => (bytes, random) => {
  const all = bytes.toString('utf8').split('\n');
  change(all, random);
  return Buffer.from(all.join('\n'));
};
/** A change of the words and signs of a text. */
const words = (change) => (bytes, random, other) => {
  const all = bytes.toString('utf8').match(TOKEN) ?? [''];
  change(all, random, other);
  return Buffer.from(all.join(''));
};
const visible = (all, random) => {
  const places = all.flatMap((word, index) => (word.trim() === '' ? [] : [index]));
  return places.length === 0 ? 0 : random.pick(places);
};

const deep = (random) => {
  const depth = random.pick([50, 400, 3000]);
  const [open, close] = random.pick([
    ['[', ']'],
    ['{a: ', '}'],
    ['(', ')'],
    ['{{ (', ') }}'],
    ['{% if x %}', '{% endif %}'],
    ['- ', ''],
    ['a.', 'b'],
    ['not ', 'x'],
    ['select * from (', ') x'],
    ['{{ [', '] }}'],
    ["{{ 'a' ~ ", "'b' }}"],
  ]);
  return open.startsWith('{{') && close.endsWith('}}')
    ? `{{ ${open.slice(3).repeat(depth)}1${close.slice(0, -3).repeat(depth)} }}`
    : open.repeat(depth) + close.repeat(depth);
};

/** Changes of what stands in a file: bytes, a source of chance and the bytes of another file in, bytes out. */
const CONTENT = {
  flipBytes(bytes, random) {
    const copy = Buffer.from(bytes);
    for (let count = 1 + random.below(8); count > 0 && copy.length > 0; count--)
      copy[random.below(copy.length)] ^= 1 << random.below(8);
    return copy;
  },
  randomBytes: (bytes, random) =>
    splice(
      bytes,
      random.below(bytes.length + 1),
      random.below(4),
      Buffer.from(Array.from({ length: 1 + random.below(20) }, () => random.below(256))),
    ),
  insertNul: (bytes, random) => splice(bytes, random.below(bytes.length + 1), 0, Buffer.alloc(1)),
  cutOff: (bytes, random) => bytes.subarray(0, random.below(bytes.length + 1)),
  cutChunk: (bytes, random) =>
    splice(bytes, random.below(bytes.length + 1), random.below(60), Buffer.alloc(0)),
  repeatChunk(bytes, random) {
    const at = random.below(bytes.length + 1);
    return splice(bytes, at, 0, bytes.subarray(at, at + random.below(80)));
  },
  byteOrderMark: (bytes) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]),
  otherEncoding: (bytes, random) => Buffer.from(bytes.toString('utf8'), random.pick(['utf16le', 'latin1'])),
  windowsLines: (bytes) => Buffer.from(bytes.toString('utf8').replaceAll('\n', '\r\n')),
  macLines: (bytes) => Buffer.from(bytes.toString('utf8').replaceAll('\n', '\r')),
  empty: () => Buffer.alloc(0),
  cutLine: lines((all, random) => all.splice(random.below(all.length), 1)),
  repeatLine: lines((all, random) => {
    const at = random.below(all.length);
    all.splice(at, 0, all[at]);
  }),
  swapLines: lines((all, random) => {
    const [a, b] = [random.below(all.length), random.below(all.length)];
    [all[a], all[b]] = [all[b], all[a]];
  }),
  indentLine: lines((all, random) => {
    const at = random.below(all.length);
    all[at] = random.chance(0.5) ? `  ${all[at]}` : all[at].replace(/^ {1,2}/, '');
  }),
  insertPiece(bytes, random, _other, path) {
    const all = bytes.toString('utf8').split('\n');
    all.splice(
      random.below(all.length + 1),
      0,
      random.pick(PIECES[kindOf(path)] ?? PIECES.yml).replace(/\n$/, ''),
    );
    return Buffer.from(all.join('\n'));
  },
  onlyPiece: (_bytes, random, _other, path) => Buffer.from(random.pick(PIECES[kindOf(path)] ?? PIECES.yml)),
  oddWord: words((all, random) => {
    all[visible(all, random)] = random.pick(ODD_WORDS);
  }),
  insertOddWord: words((all, random) => all.splice(random.below(all.length + 1), 0, random.pick(ODD_WORDS))),
  cutWord: words((all, random) => all.splice(visible(all, random), 1)),
  exchangeWord: words((all, random, other) => {
    const others = other.toString('utf8').match(TOKEN) ?? ['x'];
    all[visible(all, random)] = others[visible(others, random)];
  }),
  exchangeLine(bytes, random, other) {
    const all = bytes.toString('utf8').split('\n');
    all.splice(random.below(all.length), random.below(2), random.pick(other.toString('utf8').split('\n')));
    return Buffer.from(all.join('\n'));
  },
  deepNesting: words((all, random) => all.splice(random.below(all.length + 1), 0, deep(random))),
  hugeWord: words((all, random) => {
    all[visible(all, random)] = 'k'.repeat(random.pick([300, 70_000, 1_000_000]));
  }),
  manyLines: lines((all, random) => {
    const at = random.below(all.length);
    if (all[at].length < 1000) all.splice(at, 0, ...Array.from({ length: 2000 }, () => all[at]));
  }),
};

/** Changes of files as such. */
const PLACES = {
  rename(folder, path, random) {
    const name = `${random.pick(ODD_NAMES)}${random.chance(0.9) ? extname(path) : ''}`;
    const to = join(folder, dirname(path), name);
    if (!existsSync(to)) renameSync(join(folder, path), to);
  },
  remove: (folder, path) => rmSync(join(folder, path)),
  overAnother: (folder, path, _random, other) =>
    writeFileSync(join(folder, path), readFileSync(join(folder, other))),
  intoFolder(folder, path) {
    rmSync(join(folder, path));
    mkdirSync(join(folder, path));
  },
  intoLink(folder, path, random) {
    rmSync(join(folder, path));
    symlinkSync(
      random.pick(['.', '..', 'nosuch', path.split('/').pop(), '/dev/null', '/etc/hostname']),
      join(folder, path),
    );
  },
  linkBeside(folder, path, random) {
    const to = join(folder, dirname(path), `link${extname(path)}`);
    if (!existsSync(to))
      symlinkSync(random.pick(['.', '..', 'nosuch', `link${extname(path)}`, path.split('/').pop()]), to);
  },
};

const SKIPPED = /(^|\/)(\.git|node_modules)\/|\.(duckdb|wal|tmp)$|^logs\//;

/** The files of a project that are changed, relative to its folder. */
function filesOf(folder, prefix = '') {
  return readdirSync(join(folder, prefix), { withFileTypes: true })
    .flatMap((entry) => {
      const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
      if (entry.isDirectory()) return filesOf(folder, path);
      return entry.isFile() && !SKIPPED.test(path) ? [path] : [];
    })
    .sort();
}

/** Files that most of the program reads are changed more often than one of fifty models. */
function pickFile(files, random) {
  const central = files.filter((path) =>
    /^(dbt_project|profiles|packages|selectors)\.yml$|^target\//.test(path),
  );
  return central.length > 0 && random.chance(0.25) ? random.pick(central) : random.pick(files);
}

/** Changes the files of a project in place. Answers what was done, a line for each change. */
export function mutateFiles(folder, random) {
  const done = [];
  for (let count = random.pick([1, 1, 1, 2, 3, 6]); count > 0; count--) {
    const files = filesOf(folder);
    if (files.length === 0) break;
    const path = pickFile(files, random);
    const other = random.pick(files);
    if (random.chance(0.12)) {
      const name = random.pick(Object.keys(PLACES));
      PLACES[name](folder, path, random, other);
      done.push(`${name} ${path}`);
      continue;
    }
    const name = random.pick(Object.keys(CONTENT));
    const [before, beside] = [path, other].map((each) => readFileSync(join(folder, each)));
    writeFileSync(join(folder, path), CONTENT[name](before, random, beside, path));
    done.push(`${name} ${path}`);
  }
  return done;
}

/** Words that change nothing outside of the project's folder and end by themselves. */
const safe = (word) =>
  !word.includes('\u0000') &&
  !/^\/|\.\.|^(watch|serve|clean|deps|init|install-alias|debug)$|--(open|record)/.test(word);

/** A command line with some words cut, doubled, exchanged or replaced. */
export function mutateWords(argv, random) {
  const words = [...argv];
  for (let count = 1 + random.below(3); count > 0; count--) {
    const at = random.below(words.length);
    const odd = random.pick(ODD_WORDS);
    random.pick([
      () => words.splice(at, 1),
      () => words.splice(at, 0, words[at] ?? ''),
      () => words.splice(at, 1, odd),
      () => words.splice(at + 1, 0, odd),
      () => words.splice(at + 1, 0, random.pick(OPTIONS)),
      () => words.push(random.pick(OPTIONS), random.pick([odd, ...VALUES])),
    ])();
  }
  return words.every(safe) ? words : argv;
}

const OPTIONS = [
  '--select',
  '-s',
  '--exclude',
  '--selector',
  '--vars',
  '--threads',
  '--target',
  '--profile',
  '--full-refresh',
  '--fail-fast',
  '--empty',
  '--warn-error',
  '--warn-error-options',
  '--log-format',
  '--log-level',
  '--output',
  '--output-keys',
  '--state',
  '--defer',
  '--favor-state',
  '--resource-type',
  '--indirect-selection',
  '--no-partial-parse',
  '--quiet',
  '--debug',
  '--limit',
  '--inline',
  '--args',
  '--event-time-start',
  '--sample',
  '--store-failures',
  '--printer-width',
  '--no-write-json',
  '--cache-selected-only',
  '--no-introspect',
  '--models',
  '--json',
  '--nosuch',
  '--',
  '-x',
];
const VALUES = [
  'a+',
  '+a',
  '@a',
  '2+a+3',
  'tag:x',
  'path:models',
  'config.x:y',
  'config.materialized:view',
  'state:modified',
  'result:error',
  'source:*',
  'test_type:unit',
  'fqn:*',
  'a,b',
  'a b',
  '{}',
  '{a: 1}',
  '{"a":',
  'a: [',
  '[]',
  'json',
  'text',
  'target',
  '4',
  '0',
  '-1',
  '1.5',
  '2024-01-01',
  '3 days',
  'select 1',
  'select {{ 1 }}',
  'all',
  'none',
  'warn',
  'include: all',
  '{include: all, exclude: [x]}',
  'package:x',
  'version:latest',
  'access:public',
  'group:x',
  'unit_test:*',
  'exposure:*',
  '*',
  '?',
  'x.y.z',
  '**/x',
  'file:a.sql',
];
