import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Of a second, in /proc. */
const TICKS = 100;

/**
 * Runs a command to its end and measures it from outside.
 *
 * @param {readonly string[]} command
 * @param {{cwd?: string, env?: Record<string, string>, expectStatus?: number}} [options]
 * @returns {Promise<{seconds: number, busySeconds: number, peakMegabytes: number, stdout: string}>} peak is the highest resident
 *   size seen of the process, busy what all its threads worked, both sampled from /proc every 10 ms (NaN where there is no /proc)
 */
export function measure(command, { cwd, env, expectStatus = 0 } = {}) {
  return new Promise((resolve, reject) => {
    const [program, ...args] = command;
    const start = performance.now();
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    let peak = Number.NaN;
    let busy = Number.NaN;
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    const sample = () => {
      try {
        const match = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'));
        const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8');
        const [user, system] = stat.slice(stat.lastIndexOf(')')).split(' ').slice(12, 14).map(Number);
        busy = (user + system) / TICKS;
        if (match !== null) peak = Math.max(Number.isNaN(peak) ? 0 : peak, Number(match[1]) / 1024);
      } catch {
        // No /proc, or the process has just ended.
      }
    };
    const timer = setInterval(sample, 10);
    child.on('error', reject);
    child.on('close', (status) => {
      clearInterval(timer);
      const seconds = (performance.now() - start) / 1000;
      if (status !== expectStatus)
        reject(new Error(`${command.join(' ')} ended with ${status}\n${stdout}\n${stderr}`));
      else resolve({ seconds, busySeconds: busy, peakMegabytes: peak, stdout });
    });
  });
}

const middle = (all) => all.toSorted((a, b) => a.seconds - b.seconds)[Math.floor(all.length / 2)];

/** The middle one of several measurements, by seconds. */
export async function median(times, run) {
  const [found] = await inTurn(times, [run]);
  return found;
}

/** The middle ones of several things measured in turn, so that a machine that is slow for a while is so to each of them. */
export async function inTurn(times, runs) {
  const all = runs.map(() => []);
  for (let at = 0; at < times; at++)
    for (const [index, run] of runs.entries()) all[index].push(await run(at));
  return all.map(middle);
}

/** Prints a table of name, seconds, seconds of work, megabytes and the ratio to the first row. */
export function printTable(rows) {
  const base = rows[0]?.seconds ?? 1;
  console.log(
    'what'.padEnd(52),
    'seconds'.padStart(9),
    'busy'.padStart(9),
    'peak MB'.padStart(9),
    'ratio'.padStart(8),
  );
  for (const { name, seconds, busySeconds, peakMegabytes } of rows) {
    const busy = Number.isNaN(busySeconds) || busySeconds === undefined ? '-' : busySeconds.toFixed(2);
    const memory =
      Number.isNaN(peakMegabytes) || peakMegabytes === undefined ? '-' : peakMegabytes.toFixed(0);
    console.log(
      name.padEnd(52),
      seconds.toFixed(3).padStart(9),
      busy.padStart(9),
      memory.padStart(9),
      (seconds / base).toFixed(2).padStart(8),
    );
  }
}
