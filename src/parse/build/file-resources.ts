import type { DiagnosticSink, Span } from '../../diagnostics/index.ts';
import type { Language, Package, Project } from '../../domain/index.ts';
import type { Host } from '../../host/index.ts';
import type { Jinja } from '../../jinja/contract.ts';
import { problemsOf } from '../extract/code-extract.ts';
import { resourceNameOf } from '../files/file-kinds.ts';
import type { PackageFiles, ProjectFile } from '../files/read-files.ts';
import { seedChecksum, stripped, textChecksum } from '../files/text-rules.ts';
import type { CodeResource } from './code-resource.ts';
import { fqnOf, withoutExtension } from './fqn.ts';

export interface FileResourcesOptions {
  readonly host: Host;
  readonly project: Project;
  readonly from: Package;
  readonly files: PackageFiles;
  readonly jinja: Jinja;
  readonly sink: DiagnosticSink;
}

function wholeSpan(file: ProjectFile): Span {
  const { text } = file.source;
  const start = text.length - text.trimStart().length;
  return { source: file.source, start, end: Math.max(start, text.trimEnd().length) };
}

function languageOf(path: string): Language {
  if (path.endsWith('.py')) return 'python';
  return path.endsWith('.js') ? 'javascript' : 'sql';
}

/** What every resource has from its file. */
function fromFile(file: ProjectFile, allowJinja: boolean) {
  return {
    name: resourceNameOf(file.relativePath, allowJinja),
    packageName: file.packageName,
    path: file.relativePath,
    originalFilePath: file.originalFilePath,
    rawCode: file.contents,
    language: languageOf(file.relativePath),
    span: wholeSpan(file),
    tags: [],
    index: null,
    file,
  };
}

function models(files: readonly ProjectFile[], allowJinja: boolean): CodeResource[] {
  return files.map((file) => {
    const base = fromFile(file, allowJinja);
    return {
      ...base,
      kind: 'model',
      configKind: 'model',
      fqn: fqnOf(file.packageName, file.relativePath, base.name),
      checksum: textChecksum(file.contents),
      template: base.language === 'sql' ? file.source : null,
    };
  });
}

function analyses(
  files: readonly ProjectFile[],
  options: FileResourcesOptions,
  allowJinja: boolean,
): CodeResource[] {
  const plain = options.project.flags['require_corrected_analysis_fqns'] === true;
  return files.map((file) => {
    const base = fromFile(file, allowJinja);
    const path = plain ? file.relativePath : `analysis/${file.relativePath}`;
    return {
      ...base,
      kind: 'analysis',
      configKind: 'node',
      path,
      fqn: fqnOf(file.packageName, path, base.name),
      checksum: textChecksum(file.contents),
      template: file.source,
    };
  });
}

function singularTests(files: readonly ProjectFile[], allowJinja: boolean): CodeResource[] {
  return files.map((file) => {
    const base = fromFile(file, allowJinja);
    const folder = file.relativePath.slice(0, file.relativePath.lastIndexOf('/') + 1);
    const path = `${folder}${base.name}.sql`;
    return {
      ...base,
      kind: 'test',
      configKind: 'test',
      path,
      fqn: fqnOf(file.packageName, path, base.name),
      checksum: textChecksum(file.contents),
      template: file.source,
    };
  });
}

/** Functions are templates in every language: unlike Python models, their files may hold Jinja. */
function functions(files: readonly ProjectFile[], allowJinja: boolean): CodeResource[] {
  return files.map((file) => {
    const base = fromFile(file, allowJinja);
    return {
      ...base,
      kind: 'function',
      configKind: 'function',
      fqn: fqnOf(file.packageName, file.relativePath, base.name),
      checksum: textChecksum(file.contents),
      template: file.source,
    };
  });
}

function seeds(files: readonly ProjectFile[], options: FileResourcesOptions): CodeResource[] {
  const limit = options.project.flags['maximum_seed_size_mib'];
  return files.map((file) => {
    const base = fromFile(file, false);
    return {
      ...base,
      kind: 'seed',
      configKind: 'seed',
      fqn: fqnOf(file.packageName, file.relativePath, base.name),
      rawCode: '',
      checksum: seedChecksum({
        host: options.host,
        absolutePath: file.absolutePath,
        originalFilePath: file.originalFilePath,
        limitMebibytes: typeof limit === 'number' ? limit : 1,
      }),
      template: null,
    };
  });
}

/** The snapshot blocks of a file; each is a node of its own whose fqn holds the file's name. */
function snapshots(files: readonly ProjectFile[], options: FileResourcesOptions): CodeResource[] {
  return files.flatMap((file) => {
    try {
      return options.jinja.scanBlocks(file.source, ['snapshot']).map((block): CodeResource => {
        const { start, end } = block.contents;
        const code = file.source.text.slice(start, end);
        // Blanks keep the offsets of the block's text those of the file.
        const text = file.source.text.slice(0, start).replace(/[^\n]/g, ' ') + code;
        const path = withoutExtension(file.relativePath).split('/');
        return {
          ...fromFile(file, false),
          kind: 'snapshot',
          configKind: 'snapshot',
          name: block.name,
          fqn: [file.packageName, ...path, block.name],
          rawCode: code,
          checksum: textChecksum(file.contents),
          span: block.span,
          template: { path: file.source.path, text },
        };
      });
    } catch (error) {
      for (const problem of problemsOf(error)) options.sink.report(problem);
      return [];
    }
  });
}

/** `on-run-start` and `on-run-end` of a package. */
function hooks({ from }: FileResourcesOptions): CodeResource[] {
  const all = [
    { when: 'on-run-start', list: from.onRunStart },
    { when: 'on-run-end', list: from.onRunEnd },
  ];
  return all.flatMap(({ when, list }) =>
    list.map((sql, index): CodeResource => {
      const name = `${from.name}-${when}-${index}`;
      const path = `hooks/${name}.sql`;
      const at = from.source.text.indexOf(sql);
      const span: Span = {
        source: from.source,
        start: Math.max(0, at),
        end: at === -1 ? 0 : at + sql.length,
      };
      return {
        kind: 'operation',
        configKind: 'node',
        name,
        packageName: from.name,
        path,
        originalFilePath: './dbt_project.yml',
        fqn: fqnOf(from.name, path, name),
        rawCode: sql,
        language: 'sql',
        checksum: textChecksum(stripped(from.source.text)),
        span,
        template: { path: from.source.path, text: sql },
        tags: [when],
        index,
        file: null,
      };
    }),
  );
}

/** Everything that a package declares in files of its own, in dbt's order. */
export function fileResources(options: FileResourcesOptions): readonly CodeResource[] {
  const { files, project } = options;
  const allowJinja = project.flags['allow_jinja_file_extensions'] === true;
  return [
    ...models(files.model, allowJinja),
    ...snapshots(files.snapshot, options),
    ...analyses(files.analysis, options, allowJinja),
    ...singularTests(files.singularTest, allowJinja),
    ...seeds(files.seed, options),
    ...functions(files.function, allowJinja),
    ...hooks(options),
  ];
}
