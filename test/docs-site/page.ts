import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { CodePayload, CorePayload } from '../../src/docs-site/payload.ts';

export interface Page {
  readonly html: string;
  readonly core: CorePayload;
  readonly code: CodePayload;
}

function blockOf(html: string, id: string): unknown {
  const packed = new RegExp(`id="${id}">([^<]*)<`).exec(html)?.[1] ?? '';
  return JSON.parse(gunzipSync(Buffer.from(packed, 'base64')).toString('utf8'));
}

/** Reads a page back as a browser would. */
export function readPage(path: string): Page {
  const html = readFileSync(path, 'utf8');
  return { html, core: blockOf(html, 'core') as CorePayload, code: blockOf(html, 'code') as CodePayload };
}

/** The index of a node by its name. */
export function nodeOf({ core }: Page, name: string): number {
  const node = core.nodes.name.indexOf(name);
  if (node < 0) throw new Error(`no node ${name} among ${core.nodes.name.join(', ')}`);
  return node;
}

/** Columns of a node: name, making, and what each is made of. */
export function columnsOf(page: Page, name: string, makings: readonly string[]) {
  const { nodes, columns, words } = page.core;
  const owner = (column: number) => nodes.firstColumn.findLastIndex((first) => first <= column);
  const node = nodeOf(page, name);
  const found: Record<string, { making: string; from: string[] }> = {};
  for (let at = nodes.firstColumn[node] as number; at < (nodes.firstColumn[node + 1] as number); at++) {
    const origins = columns.origins.slice(columns.firstOrigin[at], columns.firstOrigin[at + 1]);
    found[words[columns.name[at] as number] as string] = {
      making: makings[columns.making[at] as number] as string,
      from: origins.map((each) => `${nodes.name[owner(each)]}.${words[columns.name[each] as number]}`),
    };
  }
  return found;
}
