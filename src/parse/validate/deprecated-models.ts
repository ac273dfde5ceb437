import { diagnostic } from '../../diagnostics/index.ts';
import type { Manifest, ModelNode } from '../../domain/index.ts';
import type { ParseEnvironment } from '../parse-environment.ts';

function isoText(date: string): string {
  return date.replace(/Z$/, '+00:00');
}

function referenceMessage(model: ModelNode, child: ModelNode, isPast: boolean): string {
  const version = model.version === null ? '' : `.v${model.version}`;
  const when = isPast ? 'which was deprecated on' : 'which is slated for deprecation on';
  const text = `While compiling '${child.name}': Found a reference to ${model.name}${version}, ${when} '${isoText(model.deprecationDate as string)}'. `;
  if (model.version === null || model.version === model.latestVersion) return text;
  const advice = isPast ? 'Migrate now' : 'Try it out';
  return `${text}A new version of '${model.name}' is available. ${advice}: {{ ref('${model.packageName}', '${model.name}', v='${model.latestVersion}') }}.`;
}

function warnOfReference(
  model: ModelNode,
  child: ModelNode,
  isPast: boolean,
  environment: ParseEnvironment,
): void {
  const call = child.refs.find((each) => each.name === model.name);
  environment.report(
    diagnostic(
      'N040',
      `'${model.name}' ${isPast ? 'is' : 'will be'} deprecated on ${isoText(model.deprecationDate as string)}`,
      {
        span: call?.span ?? child.span,
        kind: isPast ? 'DeprecatedReference' : 'UpcomingReferenceDeprecation',
        dbtMessage: referenceMessage(model, child, isPast),
        uniqueId: child.uniqueId,
      },
    ),
  );
}

/** Warns of models past their deprecation date, and of models that read from deprecated ones. */
export function warnOfDeprecatedModels(manifest: Manifest, environment: ParseEnvironment): void {
  const dated = new Map<string, ModelNode>();
  for (const node of manifest.nodes.values()) {
    if (node.resourceType === 'model' && node.deprecationDate !== null) dated.set(node.uniqueId, node);
  }
  if (dated.size === 0) return;
  const { clock } = environment.context.host;
  const isPast = (model: ModelNode) => clock.hasPassed(Date.parse(model.deprecationDate as string));
  for (const model of dated.values()) {
    if (!isPast(model)) continue;
    const version = model.version === null ? '' : `.v${model.version}`;
    const message = `Model ${model.name}${version} has passed its deprecation date of ${isoText(model.deprecationDate as string)}. This model should be disabled or removed.`;
    environment.report(
      diagnostic('N040', message, {
        span: model.patchSpan ?? model.span,
        kind: 'DeprecatedModel',
        dbtMessage: message,
        uniqueId: model.uniqueId,
      }),
    );
  }
  for (const node of manifest.nodes.values()) {
    if (node.resourceType !== 'model') continue;
    for (const id of node.dependsOn.nodes) {
      const model = dated.get(id);
      if (model !== undefined) warnOfReference(model, node, isPast(model), environment);
    }
  }
}
