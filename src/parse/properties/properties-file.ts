import { md5, nearest } from '../../base/index.ts';
import {
  type KeptTrees,
  mappingRecord,
  type ParsedYaml,
  parseYaml,
  type YamlPath,
} from '../../base/yaml/index.ts';
import { type Diagnostic, type DiagnosticSink, diagnostic, type Span } from '../../diagnostics/index.ts';
import { type Dict, isDict } from '../config/plain.ts';
import type { ExtractStore } from '../extract/kept-extract.ts';
import type { ProjectFile } from '../files/read-files.ts';
import { hasForm } from './entry-form.ts';
import { type RenderText, renderEntry } from './render-entry.ts';

/** The lists that a properties file may hold. */
export const SECTIONS = [
  'models',
  'seeds',
  'snapshots',
  'sources',
  'macros',
  'data_tests',
  'analyses',
  'exposures',
  'functions',
  'metrics',
  'groups',
  'semantic_models',
  'unit_tests',
  'saved_queries',
] as const;

export type Section = (typeof SECTIONS)[number];

const OTHER_KEYS: ReadonlySet<string> = new Set(['version', 'anchors', 'tests']);

/** One entry of a list, with the means to find its parts in the text. */
export interface PropertiesEntry {
  readonly section: Section;
  readonly file: ProjectFile;
  /** Rendered, but for descriptions and tests. */
  readonly value: Dict;
  /** As it stands in the file. */
  readonly written: Dict;
  /** Where the value below this path stands; the entry itself for an empty path. */
  span(path?: YamlPath): Span;
  /** Where the key at the end of this path stands. */
  keySpan(path: YamlPath): Span;
}

export interface PropertiesFile {
  readonly file: ProjectFile;
  readonly entries: readonly PropertiesEntry[];
}

/** Sections in which dbt checks every entry's form before anything else is read. */
const CHECKED: ReadonlySet<string> = new Set(
  SECTIONS.filter((each) => each !== 'groups' && each !== 'unit_tests'),
);

export interface ReadPropertiesOptions {
  readonly file: ProjectFile;
  readonly renderText: RenderText;
  readonly sink: DiagnosticSink;
  /** Trees of the same texts, read before. */
  readonly extracts?: ExtractStore | undefined;
}

/** By what a YAML text is; the tree follows from nothing else. */
function keptTrees(extracts: ExtractStore | undefined): KeptTrees | undefined {
  if (extracts === undefined) return undefined;
  const keyOf = (source: string) => `yaml ${md5(source)}`;
  return {
    get: (source) => extracts.get(keyOf(source)),
    put: (source, tree) => extracts.put(keyOf(source), tree),
  };
}

function spanFinder(file: ProjectFile, yaml: ParsedYaml) {
  const whole: Span = { source: file.source, start: 0, end: 0 };
  const near = (path: YamlPath, locate: 'locate' | 'locateKey'): Span => {
    for (let length = path.length; length > 0; length--) {
      const range = yaml[locate](path.slice(0, length));
      if (range !== undefined) return { source: file.source, start: range.start, end: range.end };
    }
    return whole;
  };
  return near;
}

function reportYamlProblems(yaml: ParsedYaml, { file, sink }: ReadPropertiesOptions): void {
  for (const problem of yaml.errors) {
    const span = { source: file.source, start: problem.start, end: Math.max(problem.start + 1, problem.end) };
    sink.report(
      diagnostic('Y001', problem.message, {
        span,
        kind: 'Parsing Error',
        dbtMessage: `Error reading ${file.packageName}: ${file.relativePath} - Runtime Error\n  ${problem.dbtMessage.replaceAll('\n', '\n  ')}`,
        ...(problem.hint === undefined ? {} : { hint: problem.hint }),
      }),
    );
  }
  for (const duplicate of yaml.duplicates) {
    sink.report(
      diagnostic('Y002', `the key '${duplicate.key}' stands twice in this mapping; the later one is used`, {
        span: { source: file.source, start: duplicate.start, end: duplicate.end },
        label: 'this one is used',
        notes: [
          {
            message: 'the first one',
            span: { source: file.source, start: duplicate.first.start, end: duplicate.first.end },
          },
        ],
      }),
    );
  }
}

type Near = ReturnType<typeof spanFinder>;

function reportForm(options: ReadPropertiesOptions, span: Span, reason: string): void {
  const { file, sink } = options;
  sink.report(
    diagnostic('N002', `this properties file has the wrong form: ${reason}`, {
      span,
      dbtMessage: `The schema file at ${file.originalFilePath} is invalid because ${reason}`,
    }),
  );
}

/** The entries of `data_tests`: dbt reads them up to the first fault, which is no error there. */
function testEntriesOf(list: unknown, near: Near, options: ReadPropertiesOptions): PropertiesEntry[] {
  const { file, sink } = options;
  let isBroken = false;
  const asNote = (each: Diagnostic): Diagnostic => ({
    ...each,
    severity: 'warning',
    kind: 'Note',
    dbtMessage: `Unable to parse 'data_tests' section of file '${file.originalFilePath}'\n${each.kind}\n  ${each.dbtMessage}`,
  });
  const report = (each: Diagnostic) => {
    if (!isBroken) sink.report(asNote(each));
    isBroken = true;
  };
  return entriesOf('data_tests', list, near, { ...options, sink: { report }, isDone: () => isBroken });
}

function entriesOf(
  section: Section,
  list: unknown,
  near: Near,
  options: ReadPropertiesOptions & { readonly isDone?: () => boolean },
): PropertiesEntry[] {
  const { file } = options;
  if (!Array.isArray(list)) {
    if (list !== null || CHECKED.has(section)) {
      reportForm(options, near([section], 'locate'), `the value of '${section}' is not a list`);
    }
    return [];
  }
  const entries: PropertiesEntry[] = [];
  // Rendering also takes the last line break of a text, which block scalars and escapes bring along.
  const isRendered = /\{[{%#]|[|>\\]/.test(file.source.text);
  list.forEach((raw, index) => {
    if (options.isDone?.() === true) return;
    const written = raw instanceof Map ? mappingRecord(raw) : raw;
    const at = near([section, index], 'locate');
    if (!isDict(written)) {
      reportForm(options, at, `a list element for '${section}' is not a dictionary`);
    } else if (!('name' in written)) {
      reportForm(options, at, `a list element for '${section}' does not have a name attribute.`);
    } else {
      const span = (path: YamlPath = []) => near([section, index, ...path], 'locate');
      const value = isRendered
        ? renderEntry({ section, value: written, renderText: options.renderText, span })
        : written;
      const keySpan = (path: YamlPath) => near([section, index, ...path], 'locateKey');
      const entry = { section, file, value, written, span, keySpan };
      if (hasForm(entry, options.sink)) entries.push(entry);
    }
  });
  return entries;
}

/** A key beside the lists may hold anything, an anchor say; one that is nearly the name of a list is misspelt. */
function reportUnknownSections(root: Dict, near: Near, { file, sink }: ReadPropertiesOptions): void {
  for (const key of Object.keys(root)) {
    if (OTHER_KEYS.has(key) || SECTIONS.some((each) => each === key)) continue;
    const close = nearest(key, SECTIONS);
    if (close === undefined) continue;
    sink.report(
      diagnostic('N030', `a properties file has no list '${key}'`, {
        span: near([key], 'locateKey'),
        label: 'nothing reads this',
        hint: `Did you mean '${close}'?`,
        dbtMessage: `Custom key \`${key}\` found at \`${key}\` in file \`${file.originalFilePath}\`. This may mean the key is a typo, or is simply not a key supported by the object.`,
      }),
    );
  }
}

/** Reads a properties file: its lists, checked for their form, with Jinja rendered where dbt renders it while parsing. */
export function readProperties(options: ReadPropertiesOptions): PropertiesFile {
  const { file } = options;
  if (file.contents === '') return { file, entries: [] };
  // dbt strips files as it reads them: a block scalar at the very end has no last line break.
  const yaml = parseYaml(file.source.text.trimEnd(), keptTrees(options.extracts));
  reportYamlProblems(yaml, options);
  const near = spanFinder(file, yaml);
  if (yaml.value === null) return { file, entries: [] };
  const root = yaml.value instanceof Map ? mappingRecord(yaml.value) : yaml.value;
  if (!isDict(root)) {
    options.sink.report(
      diagnostic('N002', 'a properties file must hold a mapping', {
        span: { source: file.source, start: 0, end: Math.min(1, file.source.text.length) },
        dbtMessage: `Error reading ${file.packageName}: ${file.relativePath} - Runtime Error\n  Contents of file '${file.originalFilePath}' are not valid. Dictionary expected.`,
      }),
    );
    return { file, entries: [] };
  }
  reportUnknownSections(root, near, options);
  const entries = SECTIONS.flatMap((section) => {
    if (!(section in root)) return [];
    return section === 'data_tests'
      ? testEntriesOf(root[section], near, options)
      : entriesOf(section, root[section], near, options);
  });
  return { file, entries };
}
