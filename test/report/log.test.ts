import { describe, expect, it } from 'vitest';
import { callCli } from '../support/call-cli.ts';
import { inLogProject, LOG_CALLS, readJson } from './log-project.ts';

/** Level, name, code, text, and the keys of `data` parted by commas. */
type Line = readonly [level: string, name: string, code: string, text: string, keys: string];

interface Case {
  readonly exit: number;
  readonly events: readonly Line[];
  readonly text: readonly string[];
}

const golden: Readonly<Record<string, Case>> = readJson('golden/log.json').cases;

const { folder } = inLogProject();

/** Events that dbt's adapters, its parse cache and its tracking tell, and stack traces of Python. */
const UNTOLD = new Set([
  'AdapterEventDebug',
  'ConnectionClosed',
  'ConnectionClosedInCleanup',
  'ConnectionLeftOpenInCleanup',
  'ConnectionReused',
  'ConnectionUsed',
  'FlushEvents',
  'LogDebugStackTrace',
  'NewConnection',
  'NewConnectionOpening',
  'PartialParsingEnabled',
  'PartialParsingNotReused',
  'PartialParsingSkipParsing',
  'Rollback',
  'SQLCommit',
  'SQLQuery',
  'SQLQueryStatus',
  'SchemaCreation',
  'StateCheckVarsHash',
  'SystemExecutingCmd',
  'SystemStdErr',
  'SystemStdOut',
  'UnableToPartialParse',
]);

/** Debug events that come from another thread or at another moment: they are there, in whatever order. */
const UNORDERED = new Set([
  'ArtifactWritten',
  'CatchableExceptionOnRun',
  'EndRunResult',
  'MarkSkippedChildren',
  'WritingInjectedSQLForNode',
]);

/** Ephemeral models have no events here. */
const isOfEphemeral = ([, name, , text]: Line) =>
  /^(NodeStart|NodeFinished|MarkSkippedChildren)$/.test(name) &&
  / node model\.shop\.base$|'model\.shop\.base'/.test(text);

/** Files that are not written yet, and notes of dbt's parse cache. */
const isForeign = ([, name, , text]: Line) =>
  (name === 'ArtifactWritten' && /SemanticManifest|OsiDocument/.test(text)) ||
  (name === 'Note' && /partial parsing|checksum/.test(text));

function keysOf(data: Readonly<Record<string, unknown>>, prefix = ''): string[] {
  return Object.entries(data).flatMap(([key, value]) => {
    const inner = ['node_info', 'node_relation', 'run_result'].includes(key) && typeof value === 'object';
    return [prefix + key, ...(inner && value !== null ? keysOf({ ...value }, `${prefix}${key}.`) : [])];
  });
}

function steady(text: string): string {
  return text
    .replaceAll(folder(), '<root>')
    .replace(/\d+\.\d+ ?s(econds)?\b/g, 'N s')
    .replace(/\d\d:\d\d:\d\d(\.\d+)?/g, 'HH:MM:SS')
    .replace(/\d+ macros/g, 'N macros');
}

function lineOf(text: string): Line {
  const { info, data } = JSON.parse(text);
  const keys = keysOf(data).filter((key) => !key.startsWith('x_'));
  return [info.level, info.name, info.code, info.msg, keys.sort().join(',')];
}

/** Texts whose content is that of the machine. */
const isMachines = (name: string) => name === 'MainReportArgs' || name === 'ResourceReport';

function prepared(lines: readonly Line[]) {
  const found = lines.filter((line) => !UNTOLD.has(line[1]) && !isForeign(line) && !isOfEphemeral(line));
  // What templates say while they are parsed comes in the order of files, and not at all from a stored parse.
  const counted = found.findIndex(([, name]) => name === 'FoundStats');
  const start = counted === -1 ? found.length : counted;
  const told = found.filter(([, name], at) => at > start || !/^(PrintEvent|JinjaLog)/.test(name));
  const plain = told.map((line): Line => {
    const [level, name, code, text, keys] = line;
    return [level, name, code, isMachines(name) ? '' : steady(text), keys];
  });
  return {
    ordered: plain.filter(([, name]) => !UNORDERED.has(name)),
    // Some of them dbt tells twice.
    unordered: [
      ...new Set(plain.filter(([, name]) => UNORDERED.has(name)).map((line) => JSON.stringify(line))),
    ].sort(),
  };
}

/** `debug` tells of Node where dbt tells of Python. */
const isOfPlatform = (text: string) =>
  /^(sluice version|python|node version|os info|Registered adapter)/.test(text);

describe('the JSON log', () => {
  it.each(Object.keys(golden))(
    'has the events of dbt, with its codes, texts and fields: %s',
    async (name) => {
      const { exit, events } = golden[name] as Case;
      const { code, out } = await callCli([
        '--no-use-colors',
        '--no-failing-rows',
        '--log-level',
        'debug',
        '--log-format',
        'json',
        ...(LOG_CALLS[name] as readonly string[]),
      ]);
      expect(code).toBe(exit);
      const ours = prepared(out.trim().split('\n').map(lineOf));
      const theirs = prepared(events);
      if (name.startsWith('debug')) {
        const shown = (lines: readonly Line[]) => lines.filter(([, , , text]) => !isOfPlatform(text));
        expect(shown(ours.ordered)).toEqual(shown(theirs.ordered));
        return;
      }
      expect(ours.ordered).toEqual(theirs.ordered);
      expect(ours.unordered).toEqual(theirs.unordered);
    },
  );
});

/** What dbt's parse cache tells, and what templates say while they are parsed. */
const isUntoldText = (line: string) =>
  /Unable to do partial parsing|^HH:MM:SS {2}starting$|^printed$/.test(line) || isOfPlatform(line.slice(10));

/** Frames, which stand below dbt's words here. */
function withoutFrames(lines: readonly string[]): readonly string[] {
  let isFrame = false;
  return lines.filter((line) => {
    if (/^HH:MM:SS {4}(error|warning)\[/.test(line)) isFrame = true;
    else if (!line.startsWith('    ')) isFrame = false;
    return !isFrame;
  });
}

describe('the text log', () => {
  it.each(Object.keys(golden))('has the lines of dbt: %s', async (name) => {
    const { exit, text } = golden[name] as Case;
    const { code, out } = await callCli([
      '--no-use-colors',
      '--no-failing-rows',
      ...(LOG_CALLS[name] as readonly string[]),
    ]);
    expect(code).toBe(exit);
    const shown = (lines: readonly string[]) => lines.map(steady).filter((line) => !isUntoldText(line));
    expect(withoutFrames(shown(out.split('\n')))).toEqual(shown([...text, '']));
  });
});
