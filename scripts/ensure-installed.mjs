/**
 * Installs what package-lock.json names when node_modules is missing or older than it, so that `npm start` and `npm test`
 * work on a fresh clone. Uses nothing that would have to be installed first.
 *
 * usage: node scripts/ensure-installed.mjs [--build]
 *   --build   also builds dist/ when it does not belong to the sources as they are
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { STAMP, sourceStamp } from './source-stamp.mjs';

const root = resolve(import.meta.dirname, '..');

function run(program, args, options = {}) {
  const done = spawnSync(program, args, { cwd: root, stdio: 'inherit', ...options });
  if (done.error) throw done.error;
  if (done.status !== 0) process.exit(done.status ?? 1);
}

function isInstalled() {
  const installed = join(root, 'node_modules', '.package-lock.json');
  const lock = join(root, 'package-lock.json');
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs;
}

function isBuilt() {
  const stamp = join(root, 'dist', STAMP);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === sourceStamp(root);
}

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Sluice needs Node 20.19 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}
if (!isInstalled()) {
  console.log('Installing dependencies ...');
  const verb = existsSync(join(root, 'node_modules')) ? 'install' : 'ci';
  // npm is a script of its own on Windows, which only a shell finds.
  run('npm', [verb, '--no-fund', '--no-audit', '--loglevel=error'], { shell: process.platform === 'win32' });
}
if (process.argv.includes('--build') && !isBuilt()) {
  run(process.execPath, [join(root, 'scripts', 'build.mjs')]);
}
