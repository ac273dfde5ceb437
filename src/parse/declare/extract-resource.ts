import type { CodeResource } from '../build/code-resource.ts';
import { uniqueIdOf } from '../build/code-resource.ts';
import { type CodeExtract, EMPTY_EXTRACT, extractCode } from '../extract/code-extract.ts';
import { keptExtract } from '../extract/kept-extract.ts';
import { atNode } from '../extract/node-problem.ts';
import { readPythonCalls } from '../extract/python-calls.ts';
import type { ParseEnvironment } from '../parse-environment.ts';

const REPLACEABLE = ['ref', 'source', 'config', 'var', 'this'];

/** A project that has a macro named `ref`, `source`, ... means something else by these calls. */
function replacesCalls(resource: CodeResource, environment: ParseEnvironment): boolean {
  const { library } = environment.context;
  return REPLACEABLE.some((name) => {
    const macro = library.find(name, resource.packageName);
    return macro !== undefined && !library.internalPackages.includes(macro.packageName);
  });
}

function labelOf({ kind, name, originalFilePath }: CodeResource): string {
  return `${kind} ${name} (${originalFilePath})`;
}

/** What a resource's code asks for, with problems reported. Seeds ask for nothing. */
export function extractResource(resource: CodeResource, environment: ParseEnvironment): CodeExtract {
  if (resource.kind === 'model' && resource.language === 'python')
    return reported(readPythonCalls(resource.span.source, labelOf(resource)), resource, environment);
  if (resource.template === null) return EMPTY_EXTRACT;
  const target = { kind: resource.configKind, packageName: resource.packageName, fqn: resource.fqn };
  const allowLiteral = !replacesCalls(resource, environment);
  const extract = extractCode({
    source: resource.template,
    jinja: environment.jinja,
    allowLiteral,
    allowStatic: resource.kind === 'model' && allowLiteral,
    makeScope: () => environment.scopeOf(resource, environment.configs.base(target).config),
    frameName: `${resource.kind} ${resource.name}`,
    kept: keptExtract(resource, environment),
  });
  if (resource.kind === 'model') environment.measure.model(extract.isStatic);
  return reported(extract, resource, environment);
}

function reported(extract: CodeExtract, resource: CodeResource, environment: ParseEnvironment): CodeExtract {
  const label = labelOf(resource);
  for (const problem of extract.problems) {
    environment.report(
      atNode(problem, { uniqueId: uniqueIdOf(resource), label, project: environment.project }),
    );
  }
  return extract;
}
