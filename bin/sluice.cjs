#!/usr/bin/env node
// CommonJS on purpose: libuv reads UV_THREADPOOL_SIZE when its pool is first used, and an ES module main is too late.
// Every running query occupies one pool thread, so the default of 4 would starve file reads. What needs fewer says so: see
// src/host/thread-pool.ts.
process.env.UV_THREADPOOL_SIZE ??= '016';
const v8 = require('node:v8');
// V8 lets the heap grow to four times of what lives before it looks for rubbish. Twice costs no time and saves a tenth of the
// peak on large projects. Later versions may not know the flag, and would say so.
if (Number.parseInt(process.versions.node, 10) <= 24) {
  v8.setFlagsFromString('--heap-growing-percent=100');
  // Nor is code optimized before it has run three times as long as usual: it takes seconds of a second core, which the database
  // has work for, and few calls are long enough to get them back.
  v8.setFlagsFromString('--interrupt-budget=405504');
}
// Code that has not run for a while is not thrown away: what is kept for the next call would lack it.
v8.setFlagsFromString('--no-flush-bytecode');
require('./load-bundle.cjs')
  .loadBundle()
  .main()
  .then(() => {
    // Else Node looks for rubbish once more. What a reader has not taken yet is waited for.
    if (process.stdout.writableLength + process.stderr.writableLength === 0) process.exit();
  });
