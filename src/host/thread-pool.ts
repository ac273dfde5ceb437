/**
 * What `bin/sluice.cjs` asks for, as it knows nothing of the call: enough for everything that may run at a time. Written as
 * nobody else would, so that a number which the user chose is never taken for it.
 */
const FOR_ALL = '016';
/** Files that are written, and a name that is looked up, beside the statements of a run. */
const BESIDE = 2;

/**
 * Tells Node how many statements will run at a time, before its pool of threads is first used; later it has no effect. The
 * pool hands work to its threads in turn: those that are not needed cost time, as each comes with cold caches and memory of
 * its own. A number that the user chose stays.
 */
export function fitThreadPool(statements: number): void {
  const { env } = process;
  if (env['UV_THREADPOOL_SIZE'] === FOR_ALL && statements + BESIDE < Number(FOR_ALL))
    env['UV_THREADPOOL_SIZE'] = String(statements + BESIDE);
}
