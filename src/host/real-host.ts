import { randomUUID } from 'node:crypto';
import { availableParallelism, homedir } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import type { Clock, Environment, Host, ProcessUsage } from './host.ts';
import { lazyNetwork, lazyProcesses } from './outside.ts';
import { realFiles } from './real-files.ts';

const realEnvironment: Environment = {
  get: (name) => process.env[name],
  names: () => Object.keys(process.env),
};

/** `SLUICE_NOW` (ISO 8601, UTC when it names no zone) is the moment a run takes for now: it repeats a run of the past. */
function createClock(env: Environment): Clock {
  const pinned = env.get('SLUICE_NOW');
  const zoned = pinned !== undefined && /(Z|[+-]\d\d:?\d\d)$/i.test(pinned) ? pinned : `${pinned}Z`;
  const start = pinned === undefined ? Number.NaN : new Date(zoned).getTime();
  const now = () => (Number.isNaN(start) ? Date.now() : start);
  return {
    now: () => new Date(now()),
    hasPassed: (moment) => moment < now(),
    monotonic: () => performance.now(),
    wall: () => Date.now(),
    wait: (milliseconds, signal) => wait(milliseconds, undefined, { signal }),
  };
}

function usageOfProcess(): ProcessUsage {
  const { userCPUTime, systemCPUTime, maxRSS, fsRead, fsWrite } = process.resourceUsage();
  return {
    userTime: userCPUTime / 1e6,
    kernelTime: systemCPUTime / 1e6,
    peakMemory: maxRSS,
    blocksRead: fsRead,
    blocksWritten: fsWrite,
  };
}

function isRunning(pid: number): boolean {
  if (Number.isNaN(pid)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process may not be asked, but it is there.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The machine this process runs on. */
export function createHost(workingDirectory: string = process.cwd()): Host {
  return {
    files: realFiles,
    clock: createClock(realEnvironment),
    env: realEnvironment,
    network: lazyNetwork(realEnvironment),
    processes: lazyProcesses,
    workingDirectory,
    homeDirectory: homedir(),
    cores: availableParallelism(),
    pid: process.pid,
    isRunning,
    nodeVersion: process.versions.node,
    nodePath: process.execPath,
    platform: `${process.platform} ${process.arch}`,
    usage: usageOfProcess,
    uuid: () => randomUUID(),
  };
}
