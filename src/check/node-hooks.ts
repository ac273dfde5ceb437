import { createNodeScope } from '../context/index.ts';
import { type Diagnostic, DiagnosticError, type Span } from '../diagnostics/index.ts';
import type { HookConfig, Node } from '../domain/index.ts';
import { createAnswers } from './answers.ts';
import { missingName } from './rules/missing-name.ts';
import { Unanswerable } from './stand-ins.ts';
import type { World } from './world.ts';

function hooksOf(node: Node): readonly HookConfig[] {
  return ['pre-hook', 'post-hook'].flatMap((name) => (node.config[name] ?? []) as readonly HookConfig[]);
}

/** A place in the text of a hook, in the file that it is written in; the node itself where that is another one. */
function placeIn(node: Node, text: string, span: Span | undefined): Span {
  const whole = node.patchSpan ?? { ...node.span, end: node.span.start };
  const { source } = node.span;
  const at = source.text.indexOf(text);
  if (span === undefined || span.source.text !== text) return span ?? whole;
  return at === -1 ? whole : { source, start: at + span.start, end: at + span.end };
}

async function renderHook({ sql }: HookConfig, node: Node, world: World): Promise<readonly Diagnostic[]> {
  const { environment } = world;
  const found: Diagnostic[] = [];
  const missed = (name: string, span: Span) => {
    const told = missingName({ name, span, node, environment });
    if (told !== null) found.push({ ...told, span: placeIn(node, sql, span) });
  };
  const database = createAnswers({ node, world, isBuilt: true });
  const observer = { wrote() {}, called() {}, missed };
  try {
    const { scope } = createNodeScope({ environment, node, database, compiledCode: '', observer });
    const template = environment.jinja.parseTemplate({ path: node.originalFilePath, text: sql });
    await template.render(scope, { frameName: `hook of ${node.name}` });
    return found;
  } catch (error) {
    if (error instanceof Unanswerable) return found;
    if (!(error instanceof DiagnosticError)) throw error;
    return error.diagnostics.map((each) => ({
      ...each,
      span: placeIn(node, sql, each.span),
      stack: [],
      uniqueId: node.uniqueId,
    }));
  }
}

/** What is wrong with the templates of a node's hooks. Their SQL is not bound: what it is about is made by the build. */
export async function hookFaults(node: Node, world: World): Promise<readonly Diagnostic[]> {
  if (node.resourceType === 'test') return [];
  const found: Diagnostic[] = [];
  for (const hook of hooksOf(node))
    if (hook.sql.includes('{')) found.push(...(await renderHook(hook, node, world)));
  return found;
}
