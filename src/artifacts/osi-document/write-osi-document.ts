import { join } from 'node:path';
import { pythonJson } from '../../base/index.ts';
import type { Project } from '../../domain/index.ts';
import type { Host } from '../../host/index.ts';
import type { OsiConversion } from './osi-document.ts';

export function osiDocumentPath(project: Project): string {
  return join(project.targetPath, 'osi_document.json');
}

/** Writes `osi_document.json` into the target folder. */
export function writeOsiDocument(
  host: Host,
  options: { readonly document: NonNullable<OsiConversion['document']>; readonly project: Project },
): void {
  host.files.writeWhole(osiDocumentPath(options.project), pythonJson(options.document));
}
