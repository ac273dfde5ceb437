import { hiddenFiles, journalOf, nodesOfLastRun, stampsOf } from './remains.mjs';
import { call, killedRun } from './watched-run.mjs';

const nodeName = (id) => id.split('.').at(-1);

/** What is wrong right after a kill; whether nodes were committed that the journal does not know of. */
function judge({ scenario, made, journal, after, stamps: [old, next] }) {
  const faults = [...after.faults];
  for (const [relation, found] of after.stamps)
    if (found !== old && found !== next) faults.push(`${relation} has stamp ${found}`);
  const fresh = made.holds.filter((each) => after.stamps.get(each.name) === next);
  if (scenario.isAllOrNothing) {
    if (fresh.length !== 0 && fresh.length !== made.holds.length)
      faults.push(`${fresh.length} of ${made.holds.length} relations are new`);
    const isPublished = fresh.length > 0;
    if (journal?.isPublished && !isPublished)
      faults.push('the journal has the publication, the database has not');
    return { faults, isBetween: isPublished && journal !== null && !journal.isPublished };
  }
  const done = [...(journal?.finished ?? [])].filter((id) =>
    made.holds.some((each) => each.name === nodeName(id)),
  );
  const isFresh = new Set(fresh.map((each) => each.name));
  for (const id of done)
    if (!isFresh.has(nodeName(id))) faults.push(`the journal has ${id}, the database has not`);
  return { faults, isBetween: journal !== null && fresh.length > done.length };
}

/** The next run: `retry` where there is something to retry, the command itself where the kill came before the first line. */
async function goOn({ scenario, made, folder, journal, next, env }) {
  const isRetry = journal !== null && !scenario.isWithoutDatabase;
  const again = await call(folder, { args: isRetry ? ['retry'] : made.args, stamp: next, env });
  const faults = [];
  const isNothingLeft = /nothing to (?:do|retry)|no results|not.*retry/i.test(again.text);
  if (again.status !== 0 && !isNothingLeft) faults.push(`the next run failed:\n${again.text}`);
  else if (again.status === 0 && isRetry && !scenario.isAllOrNothing) {
    const twice = [...nodesOfLastRun(folder)].filter((id) => journal.finished.has(id));
    if (twice.length > 0) faults.push(`retry did again what the journal has: ${twice.join(', ')}`);
  }
  if (again.status !== 0) await call(folder, { args: made.args, stamp: next, env });
  return faults;
}

/**
 * Kills one run that replaces stamp `old` by `next` and looks at what it left, lets the next run finish the work, and looks
 * again. Answers what is wrong; `kill` is null when the run was over before.
 */
export async function killOnce({ scenario, made, folder, old, aim, moment, pause }) {
  const next = old + 1;
  await made.prepare?.(folder, next);
  const env = made.env?.(folder);
  const { killed: kill, seconds } = await killedRun(folder, {
    args: made.args,
    stamp: next,
    env,
    aim,
    moment,
    pause,
  });
  const journal = journalOf(folder);
  const follow = made.follow ?? [];
  const after = await stampsOf(folder, made.holds);
  const files = await stampsOf(folder, follow);
  const { faults, isBetween } = judge({ scenario, made, journal, after, stamps: [old, next] });
  faults.push(...files.faults, ...((await made.checkFolder?.(folder, [old, next])) ?? []));
  faults.push(...(await goOn({ scenario, made, folder, journal, next, env })));
  const holds = [...made.holds, ...follow];
  const whole = await stampsOf(folder, holds);
  faults.push(...whole.faults, ...whole.litter.map((each) => `litter in the database: ${each}`));
  for (const { name } of holds)
    if (whole.stamps.get(name) !== next) faults.push(`${name} is not new after the next run`);
  faults.push(...((await made.checkFolder?.(folder, [next])) ?? []));
  faults.push(...hiddenFiles(folder).map((each) => `litter on the disk: ${each}`));
  return { faults, kill: kill === null ? null : { ...kill, isBetween }, seconds };
}
