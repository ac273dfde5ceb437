import type { Files } from './files.ts';
import type { Network } from './network.ts';
import type { Processes } from './processes.ts';

/** The clock as a port. */
export interface Clock {
  /** The moment, in UTC. `SLUICE_NOW` pins it for a whole run. */
  now(): Date;
  /** Whether a moment, in milliseconds since 1970, lies before now. */
  hasPassed(moment: number): boolean;
  /** Milliseconds from an arbitrary start, for durations; never pinned. */
  monotonic(): number;
  /** Milliseconds since 1970, to compare with the times of files; never pinned. */
  wall(): number;
  /** Resolves after so many milliseconds; rejects when the signal ends the wait. */
  wait(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** Environment variables as a port. */
export interface Environment {
  get(name: string): string | undefined;
  names(): readonly string[];
}

/** Times in seconds, memory in kilobytes. */
export interface ProcessUsage {
  readonly userTime: number;
  readonly kernelTime: number;
  readonly peakMemory: number;
  readonly blocksRead: number;
  readonly blocksWritten: number;
}

/** The outside world, as the rest of Sluice sees it. */
export interface Host {
  readonly files: Files;
  readonly clock: Clock;
  readonly env: Environment;
  readonly network: Network;
  readonly processes: Processes;
  readonly workingDirectory: string;
  readonly homeDirectory: string;
  /** Cores that this process may use. */
  readonly cores: number;
  readonly pid: number;
  /** Whether there is a process of this number now, ours or somebody else's. */
  isRunning(pid: number): boolean;
  /** `20.19.1`. */
  readonly nodeVersion: string;
  /** The program that runs this: Node's executable. */
  readonly nodePath: string;
  /** `linux x64`. */
  readonly platform: string;
  /** What this process has used up so far. */
  usage(): ProcessUsage;
  /** A fresh random UUID (v4). */
  uuid(): string;
}
