#!/usr/bin/env node
// CommonJS on purpose: libuv reads UV_THREADPOOL_SIZE when its pool is first used, and an ES module main is too late.
// Every running query occupies one pool thread, so the default of 4 would starve file reads.
process.env.UV_THREADPOOL_SIZE ??= '16';
// V8 lets the heap grow to four times of what lives before it looks for rubbish. Twice costs no time and saves a tenth of the
// peak on large projects. Later versions may not know the flag, and would say so.
if (Number.parseInt(process.versions.node, 10) <= 24)
  require('node:v8').setFlagsFromString('--heap-growing-percent=100');
// From Node 22.1 on, compiled code is kept from one call to the next.
require('node:module').enableCompileCache?.();
import('../dist/cli.js').then((entry) => entry.main());
