#!/usr/bin/env node
// CommonJS on purpose: libuv reads UV_THREADPOOL_SIZE when its pool is first used, and an ES module main is too late.
// Every running query occupies one pool thread, so the default of 4 would starve file reads.
process.env.UV_THREADPOOL_SIZE ??= '16';
import('../dist/cli.js').then((entry) => entry.main());
