/**
 * Loads the bundled command line together with what V8 made of it in earlier calls: to compile it anew would take longer than
 * most commands do. What is kept stands in the user's cache folder, a file for each command, and is written again by the
 * first few calls and by some later ones, as no call runs through all of the code. Each file is checked as a whole before V8
 * sees it, names the bundle that it belongs to, and takes its place at once: a file that is broken, old, of another version
 * of Node, or written by two calls at a time is as good as none.
 */
const {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} = require('node:fs');
const { createRequire } = require('node:module');
const { homedir } = require('node:os');
const { dirname, join } = require('node:path');
const v8 = require('node:v8');
const { Script } = require('node:vm');
const { crc32 } = require('node:zlib');

const BUNDLE = join(__dirname, '..', 'dist', 'cli.cjs');
/** Words that say what is called; a test holds them to the table of commands. */
const COMMANDS = new Set(
  (
    'build check clean clone compile debug deps docs init install-alias list ls parse retry run run-operation seed show ' +
    'snapshot source test watch'
  ).split(' '),
);
/** Calls that add what they have compiled. Later on one in so many does. */
const FIRST = 4;
const ONE_IN = 32;
/** Checksum and length of the bundle, the number of times that this was written, the checksum of all that follows. */
const HEAD = 16;
/** Milliseconds after which files of other versions are removed. */
const OLD = 30 * 24 * 60 * 60 * 1000;

/** The folder for what can be made again, as the system has it. */
function cacheFolder() {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (XDG_CACHE_HOME) return join(XDG_CACHE_HOME, 'sluice');
  if (process.platform === 'win32') return join(LOCALAPPDATA ?? homedir(), 'sluice', 'cache');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'sluice');
  return join(homedir(), '.cache', 'sluice');
}

/** Where the code of this call is kept. The tag is that of V8's version, its flags and the processor. */
function keptPath() {
  const command = process.argv.slice(2).find((word) => COMMANDS.has(word)) ?? 'other';
  return join(cacheFolder(), 'code', `${command}-${v8.cachedDataVersionTag()}.bin`);
}

function headOf({ bundle, data, writes }) {
  const head = Buffer.alloc(HEAD);
  head.writeUInt32LE(crc32(bundle), 0);
  head.writeUInt32LE(bundle.length, 4);
  head.writeUInt32LE(writes, 8);
  head.writeUInt32LE(crc32(data), 12);
  return head;
}

/** What is kept for this bundle; undefined when there is nothing that can be used. */
function readKept(path, bundle) {
  try {
    const bytes = readFileSync(path);
    const data = bytes.subarray(HEAD);
    const writes = bytes.readUInt32LE(8);
    if (!headOf({ bundle, data, writes }).equals(bytes.subarray(0, HEAD))) return undefined;
    return { data, writes };
  } catch {
    return undefined;
  }
}

function removeOld(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (Date.now() - statSync(path).mtimeMs > OLD) rmSync(path, { force: true });
  }
}

/** Never fails: what cannot be kept is compiled again the next time. */
function keep(path, parts) {
  try {
    const folder = dirname(path);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const draft = `${path}.${process.pid}`;
    try {
      writeFileSync(draft, Buffer.concat([headOf(parts), parts.data]), { mode: 0o600 });
      renameSync(draft, path);
    } finally {
      rmSync(draft, { force: true });
    }
    if (parts.writes === 1) removeOld(folder);
  } catch {}
}

exports.COMMANDS = COMMANDS;

/** The exports of the bundle. `NODE_DISABLE_COMPILE_CACHE`, as Node itself has it, keeps nothing and uses nothing. */
exports.loadBundle = () => {
  const bundle = readFileSync(BUNDLE);
  const isOff = process.env.NODE_DISABLE_COMPILE_CACHE === '1';
  const path = isOff ? '' : keptPath();
  const kept = isOff ? undefined : readKept(path, bundle);
  // The bundle is ASCII: see the build.
  const text = `(function (exports, require, module, __filename, __dirname) {${bundle.latin1Slice()}\n})`;
  const script = new Script(text, { filename: BUNDLE, cachedData: kept?.data });
  const writes = kept === undefined || script.cachedDataRejected ? 0 : kept.writes;
  if (!isOff && (writes < FIRST || Math.random() * ONE_IN < 1)) {
    process.once('exit', () => {
      const data = script.createCachedData();
      if (writes === 0 || data.length > kept.data.length) keep(path, { bundle, data, writes: writes + 1 });
    });
  }
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(BUNDLE), module, BUNDLE, dirname(BUNDLE));
  return module.exports;
};
