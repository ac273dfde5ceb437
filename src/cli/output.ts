import { join, relative } from 'node:path';
import type { CreatedInvocation } from '../commands/index.ts';
import { type Host, scrubberOf } from '../host/index.ts';
import { secretsOf } from '../project/index.ts';
import {
  type ChooseOptions,
  chooseReporter,
  combined,
  createLogFile,
  createRecorder,
  paintFor,
  type Reporter,
  type Screen,
} from '../report/index.ts';
import { directOutput, type HeldOutput, holdOutput } from './held-output.ts';

/** Puts asterisks in the place of secrets. */
function secretScrubber(host: Host): (text: string) => string {
  return scrubberOf(secretsOf(host.env)) ?? ((text) => text);
}

type Scrub = (text: string) => string;

function screenOf(held: HeldOutput, scrub: Scrub): Screen {
  return {
    out: (text) => held.write(scrub(text)),
    err(text) {
      held.flush();
      process.stderr.write(scrub(text));
    },
    get width() {
      return process.stdout.columns ?? 100;
    },
  };
}

function isSetTo(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}

/** Colours: asked for or refused on the command line, then NO_COLOR and FORCE_COLOR, then whether a person looks. */
function wantsColours(host: Host, given: ReadonlyMap<string, unknown>): boolean {
  const wanted = given.get('use_colors');
  if (typeof wanted === 'boolean') return wanted;
  if (isSetTo(host.env.get('NO_COLOR'))) return false;
  const forced = host.env.get('FORCE_COLOR');
  if (isSetTo(forced)) return forced !== '0';
  return process.stdout.isTTY === true && host.env.get('TERM') !== 'dumb';
}

/** Where a continuous integration runs, nobody watches lines being redrawn, even if it claims to be a terminal. */
function isWatched(host: Host): boolean {
  return process.stdout.isTTY === true && !isSetTo(host.env.get('CI'));
}

function annotationFolder(host: Host, root: string): string | undefined {
  if (host.env.get('GITHUB_ACTIONS') !== 'true') return undefined;
  const way = relative(host.env.get('GITHUB_WORKSPACE') ?? host.workingDirectory, root).replaceAll('\\', '/');
  return way === '' ? '' : `${way}/`;
}

type Flags = Readonly<Record<string, unknown>>;

function shared(host: Host, { invocation }: CreatedInvocation) {
  const { flags } = invocation;
  return {
    command: invocation.command,
    quiet: flags['QUIET'] === true,
    namesDeprecations: flags['REQUIRE_EVENT_NAMES_IN_DEPRECATIONS'] === true,
    targetPath: String(flags['TARGET_PATH'] ?? 'target'),
    invocationId: invocation.id,
    pid: host.pid,
    now: () => host.clock.now(),
  };
}

function level(flags: Flags, name: string): ChooseOptions['level'] {
  return flags[name] as ChooseOptions['level'];
}

/** A full file makes way for a new one; five older ones are kept. */
function rollOver(host: Host, path: string, limit: number): void {
  const size = host.files.stat(path)?.size ?? 0;
  if (limit <= 0 || size < limit) return;
  for (let number = 4; number >= 1; number--) {
    if (host.files.exists(`${path}.${number}`))
      host.files.rename(`${path}.${number}`, `${path}.${number + 1}`);
  }
  host.files.rename(path, `${path}.1`);
}

const FULL: ReadonlySet<string | undefined> = new Set(['ENOSPC', 'EDQUOT']);

/** A log that finds no room ends there, and not what it is the log of. */
function untilFull(append: (text: string) => void): (text: string) => void {
  let isFull = false;
  return (text) => {
    if (isFull) return;
    try {
      append(text);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (!FULL.has(code)) throw error;
      isFull = true;
      process.stderr.write(`The log ends here: ${message}\n`);
    }
  };
}

function logFile(host: Host, created: CreatedInvocation, scrub: Scrub): Reporter | undefined {
  const { flags } = created.invocation;
  const logLevel = level(flags, 'LOG_LEVEL_FILE');
  if (logLevel === 'none' || !host.files.exists(join(created.settings.root, 'dbt_project.yml')))
    return undefined;
  const path = join(created.settings.logPath, 'dbt.log');
  rollOver(host, path, Number(flags['LOG_FILE_MAX_BYTES']));
  const common = { ...shared(host, created), level: flags['DEBUG'] === true ? ('debug' as const) : logLevel };
  return createLogFile({
    ...common,
    recorder: createRecorder({
      ...common,
      paint: paintFor({ colours: false }),
      width: Number(flags['PRINTER_WIDTH']),
    }),
    format: flags['LOG_FORMAT_FILE'] as 'debug',
    append: untilFull((text) => host.files.append(path, scrub(text))),
  });
}

/** The reporters of one call: what is shown, and the log file. */
export function openOutput(request: {
  readonly host: Host;
  readonly created: CreatedInvocation;
  readonly given: ReadonlyMap<string, unknown>;
  /** Whether somebody acts on each line as it comes. */
  readonly isLive: boolean;
}): Reporter {
  const { host, created, given, isLive } = request;
  const { flags } = created.invocation;
  const scrub = secretScrubber(host);
  const held = isLive ? directOutput(process.stdout) : holdOutput(process.stdout);
  const shown = chooseReporter({
    ...shared(host, created),
    screen: screenOf(held, scrub),
    format: flags['LOG_FORMAT'] as 'default',
    level: level(flags, 'LOG_LEVEL'),
    debug: flags['DEBUG'] === true,
    colours: wantsColours(host, given),
    isTerminal: isWatched(host),
    isErrorTerminal: process.stderr.isTTY === true,
    isDocument: created.invocation.command === 'check' && flags['JSON'] === true,
    dumb: host.env.get('TERM') === 'dumb',
    printerWidth: Number(flags['PRINTER_WIDTH']),
    annotationFolder: annotationFolder(host, created.settings.root),
    monotonic: () => host.clock.monotonic(),
  });
  const file = logFile(host, created, scrub);
  const end = { event: () => {}, close: held.flush };
  return combined(file === undefined ? [shown, end] : [shown, file, end]);
}
