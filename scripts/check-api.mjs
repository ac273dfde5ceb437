/**
 * Compares the public API with test/golden/api.d.ts: the declaration of everything that `import ... from 'sluice'` gives. A
 * difference is either a mistake or a change that people must be told of.
 *
 * usage: node scripts/check-api.mjs [--update]
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const golden = join(root, 'test', 'golden', 'api.d.ts');
const folder = mkdtempSync(join(tmpdir(), 'sluice-api-'));

function emitDeclarations() {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const args = [tsc, '--project', 'tsconfig.types.json', '--outDir', folder];
  const done = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (done.status !== 0) process.exit(1);
}

const texts = new Map();
function textOf(path) {
  if (!texts.has(path)) texts.set(path, readFileSync(path, 'utf8'));
  return texts.get(path);
}

function fileOf(from, specifier) {
  return resolve(dirname(from), specifier.replace(/\.ts$/, '.d.ts'));
}

/** Names that a file passes on, with where they come from and what they are called there. */
function passedOn(path) {
  const found = [];
  for (const [, list, specifier] of textOf(path).matchAll(/export (?:type )?\{([^}]*)\} from '(\.[^']+)'/g)) {
    for (const item of list.split(',')) {
      const [original, name = original] = item
        .trim()
        .replace(/^type /, '')
        .split(' as ');
      if (original) found.push({ name, original, file: fileOf(path, specifier) });
    }
  }
  return found;
}

function starFiles(path) {
  return [...textOf(path).matchAll(/export (?:type )?\* from '(\.[^']+)'/g)].map(([, specifier]) =>
    fileOf(path, specifier),
  );
}

/** The declaration that starts at `at`: up to the bracket that closes it, or a semicolon outside brackets. */
function declarationAt(text, at) {
  let depth = 0;
  for (let i = at; i < text.length; i++) {
    const char = text[i];
    if ('{(['.includes(char)) depth++;
    if ('})]'.includes(char)) {
      depth--;
      const isBlock =
        char === '}' &&
        depth === 0 &&
        /^export (declare )?(abstract )?(interface|class)/.test(text.slice(at, at + 40));
      if (isBlock) return text.slice(at, i + 1);
    }
    if (char === ';' && depth === 0) return text.slice(at, i + 1);
  }
  return text.slice(at);
}

function docCommentBefore(text, at) {
  const before = text.slice(0, at);
  const match = /\/\*\*(?:(?!\*\/)[\s\S])*\*\/\s*$/.exec(before);
  return match === null ? '' : match[0];
}

function findDeclaration(path, name) {
  const text = textOf(path);
  const own = new RegExp(
    `^export (?:declare )?(?:abstract )?(?:interface|type|function|const|class) ${name}\\b`,
    'm',
  );
  const match = own.exec(text);
  if (match !== null) return docCommentBefore(text, match.index) + declarationAt(text, match.index);
  for (const each of passedOn(path)) {
    if (each.name === name) return findDeclaration(each.file, each.original);
  }
  for (const file of starFiles(path)) {
    const found = existsSync(file) ? findDeclaration(file, name) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

try {
  emitDeclarations();
  const index = join(folder, 'index.d.ts');
  const names = passedOn(index)
    .map((each) => each.name)
    .sort();
  const parts = names.map((name) => {
    const declaration = findDeclaration(index, name);
    if (declaration === undefined) throw new Error(`no declaration of ${name} was found`);
    return declaration;
  });
  const text = `${parts.join('\n\n')}\n`;
  if (names.length < 20) throw new Error(`only ${names.length} names were found`);
  if (process.argv.includes('--update')) {
    writeFileSync(golden, text);
    console.log(`wrote ${names.length} declarations to test/golden/api.d.ts`);
  } else if (!existsSync(golden) || readFileSync(golden, 'utf8') !== text) {
    writeFileSync(join(folder, 'api.d.ts'), text);
    spawnSync('git', ['diff', '--no-index', golden, join(folder, 'api.d.ts')], { stdio: 'inherit' });
    console.error('\nThe public API has changed. When that is meant: node scripts/check-api.mjs --update');
    process.exitCode = 1;
  } else console.log(`${names.length} public declarations are as they were`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
