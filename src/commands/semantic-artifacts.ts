import {
  type OsiLoss,
  osiDocument,
  osiDocumentPath,
  semanticManifestPath,
  UnfitMetric,
  writeOsiDocument,
  writeSemanticManifest,
} from '../artifacts/index.ts';
import { createFilterRenderer } from '../context/index.ts';
import { DiagnosticError, diagnostic } from '../diagnostics/index.ts';
import type { Manifest, Project } from '../domain/index.ts';
import type { Host } from '../host/index.ts';
import type { Jinja } from '../jinja/index.ts';
import type { ParseSessionOptions } from './parse-session.ts';

interface SemanticArtifacts {
  readonly host: Host;
  readonly project: Project;
  readonly jinja: Jinja;
  readonly manifest: Manifest;
}

/** The error of a metric that cannot be written as one expression. */
function asDiagnostic(error: unknown): unknown {
  if (!(error instanceof UnfitMetric)) return error;
  const { message, uniqueId } = error;
  return new DiagnosticError(diagnostic('N046', message, { dbtMessage: message, uniqueId }));
}

/**
 * Writes `semantic_manifest.json` and `osi_document.json`. The answer is what the second one leaves out. Throws a
 * `DiagnosticError` for a metric that cannot be written as an expression.
 */
export function writeSemanticArtifacts(artifacts: SemanticArtifacts): readonly OsiLoss[] {
  const { host, project, jinja, manifest } = artifacts;
  writeSemanticManifest(host, { manifest, project });
  try {
    const { document, losses } = osiDocument(manifest, createFilterRenderer(jinja));
    if (document !== null) writeOsiDocument(host, { document, project });
    return losses;
  } catch (error) {
    throw asDiagnostic(error);
  }
}

/** Whether both files are there; the second one is not where it could not be written. */
export function hasSemanticArtifacts(
  { host, project }: Pick<SemanticArtifacts, 'host' | 'project'>,
  losses: readonly OsiLoss[],
): boolean {
  const isWritten = !losses.some(({ kind }) => kind === 'NO_DOCUMENT');
  const paths = [semanticManifestPath(project), ...(isWritten ? [osiDocumentPath(project)] : [])];
  return paths.every((path) => host.files.exists(path));
}

const SENTENCES: Readonly<Record<OsiLoss['kind'], (name: string) => string>> = {
  CONVERSION_METRIC_DROPPED: (name) =>
    `Metric '${name}' was excluded from the OSI document: conversion metrics cannot be represented in the OSI format.`,
  PRIVATE_METRIC_DROPPED: (name) =>
    `Metric '${name}' was excluded from the OSI document: private metrics are not included in OSI output.`,
  NATURAL_ENTITY_DROPPED: (name) =>
    `Entity '${name}' was excluded from the OSI document: natural entities have no equivalent in the OSI format.`,
  CUMULATIVE_SEMANTICS_LOSS: (name) =>
    `Metric '${name}' was included in the OSI document, but its cumulative window and grain semantics cannot be represented.`,
  NO_DOCUMENT: (name) =>
    `OSI document could not be generated: Unexpected CONVERSION metric in expression resolver (metric_name=${name}). The semantic manifest may contain metric types not yet supported by the MSI→OSI converter.`,
};

/** Tells what `osi_document.json` leaves out, each time that it is written or found to be as it should be. */
export function tellSemanticArtifacts(
  { events, sink, project }: ParseSessionOptions,
  losses: readonly OsiLoss[],
): void {
  events({ type: 'artifactWritten', kind: 'SemanticManifest', path: semanticManifestPath(project) });
  for (const { kind, name } of losses) {
    const message = SENTENCES[kind](name);
    if (kind === 'NO_DOCUMENT') {
      sink.report(diagnostic('N063', message, { dbtMessage: message, fields: { msg: message } }));
      return;
    }
    const fields = { issue_type: kind, element_name: name, converter_name: 'MSIToOSIConverter' };
    sink.report(diagnostic('N062', message, { dbtMessage: message, fields }));
  }
  events({ type: 'artifactWritten', kind: 'OsiDocument', path: osiDocumentPath(project) });
}
