import type { FileKind } from './files/file-kinds.ts';

/** Parts of a parse, by dbt's names. */
export type Stage = 'read_files' | 'load_macros' | 'parse_project' | 'patch_sources' | 'process_manifest';

/** Files of one kind in one package. */
export interface ParsedKind {
  readonly kind: FileKind;
  readonly files: number;
  readonly milliseconds: number;
}

/** What a parse did, and how long it took over it. */
export interface ParsePerformance {
  /** Files that were found, and those of them that were parsed now. */
  readonly pathCount: number;
  readonly parsedPathCount: number;
  /** SQL models that were looked at, and those whose calls could be read without rendering. */
  readonly models: number;
  readonly readStatically: number;
  /** Milliseconds of the stages that there were. */
  readonly stages: Readonly<Partial<Record<Stage, number>>>;
  readonly packages: ReadonlyMap<string, readonly ParsedKind[]>;
}

/** Takes the time of a parse while it runs. */
export interface ParseMeasure {
  /** The time of a stage within a stage counts for the inner one alone. */
  stage<Value>(stage: Stage, work: () => Value): Value;
  /** Time for files of one kind; `files` are counted. */
  kind<Value>(of: { packageName: string; kind: FileKind; files: number }, work: () => Value): Value;
  found(files: number): void;
  parsed(files: number): void;
  model(isStatic: boolean): void;
  result(): ParsePerformance;
}

/** A measure whose `now` gives milliseconds from any start. */
export function createParseMeasure(now: () => number): ParseMeasure {
  const stages: Partial<Record<Stage, number>> = {};
  const packages = new Map<string, Map<FileKind, { files: number; milliseconds: number }>>();
  const counts = { pathCount: 0, parsedPathCount: 0, models: 0, readStatically: 0 };
  const kindOf = (packageName: string, kind: FileKind) => {
    const kinds = packages.get(packageName) ?? new Map<FileKind, { files: number; milliseconds: number }>();
    packages.set(packageName, kinds);
    const known = kinds.get(kind) ?? { files: 0, milliseconds: 0 };
    kinds.set(kind, known);
    return known;
  };
  let inner = 0;
  return {
    stage(stage, work) {
      const started = now();
      const before = inner;
      inner = 0;
      try {
        return work();
      } finally {
        const took = now() - started;
        stages[stage] = (stages[stage] ?? 0) + took - inner;
        inner = before + took;
      }
    },
    kind({ packageName, kind, files }, work) {
      const started = now();
      try {
        return work();
      } finally {
        const known = kindOf(packageName, kind);
        known.files += files;
        known.milliseconds += now() - started;
      }
    },
    found(files) {
      counts.pathCount = files;
    },
    parsed(files) {
      counts.parsedPathCount = files;
    },
    model(isStatic) {
      counts.models += 1;
      if (isStatic) counts.readStatically += 1;
    },
    result: () => ({
      ...counts,
      stages: { ...stages },
      packages: new Map(
        [...packages].map(([name, kinds]) => [name, [...kinds].map(([kind, each]) => ({ kind, ...each }))]),
      ),
    }),
  };
}
