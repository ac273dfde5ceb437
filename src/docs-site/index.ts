export { buildPayload, type DocsPayload } from './build-payload.ts';
export type { DocsInput, EarlierNode } from './docs-input.ts';
export type { LiveFailure, LiveMessage } from './live-messages.ts';
export { livePage, type PageParts, renderPage } from './page.ts';
export type { Freshness, SourceFile, SourceFiles } from './payload.ts';
export { statusIndex } from './run-tables.ts';
