import { join } from 'node:path';
import type { CompiledFields } from '../artifacts/index.ts';
import { artifactFilePath, targetFilePath } from '../context/index.ts';
import type { CompiledNode, Project } from '../domain/index.ts';
import type { Files } from '../host/index.ts';

export interface WriteCompiledOptions {
  readonly files: Files;
  /** Absolute path of the target folder. */
  readonly targetPath: string;
  readonly compiled: CompiledNode;
}

/** Writes the compiled SQL for people to look at. The file may be lost in a crash, so nothing is synced. */
export function writeCompiledFile(options: WriteCompiledOptions): void {
  const { compiled } = options;
  if (compiled.compiledCode === '') return;
  options.files.write(
    join(options.targetPath, targetFilePath(compiled.node, 'compiled')),
    compiled.compiledCode,
  );
}

/** What compiling adds to the node's entry in the manifest. */
export function compiledFields(compiled: CompiledNode, project: Project): CompiledFields {
  return {
    code: compiled.compiledCode,
    path: compiled.compiledCode === '' ? null : artifactFilePath(project, compiled.node, 'compiled'),
    ctes: compiled.extraCtes,
    ...(compiled.overloads === undefined
      ? {}
      : {
          overloads: new Map(
            compiled.overloads.map((each) => [each.definedIn, each.compiled.compiledCode] as const),
          ),
        }),
  };
}
