export { UnfitMetric } from './direct-metrics.ts';
export { type OsiLoss, osiDocument } from './osi-document.ts';
export { osiDocumentPath, writeOsiDocument } from './write-osi-document.ts';
