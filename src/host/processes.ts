export interface ProcessRequest {
  /** A program, found on the PATH. No shell is involved. */
  readonly command: string;
  readonly args: readonly string[];
  /** The folder that it works in. */
  readonly folder: string;
  /** Variables besides those of this process. */
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  /** Answer as soon as it has started, and leave it to itself: its output goes nowhere. Default false. */
  readonly isLeftAlone?: boolean;
}

export interface ProcessAnswer {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** There is no such program, or it must not be run. */
export class CommandNotFound extends Error {}

/** Child processes as a port. */
export interface Processes {
  /** Runs a program to its end; its standard input is empty. Throws `CommandNotFound` when it cannot be started. */
  run(request: ProcessRequest): Promise<ProcessAnswer>;
}
