import { ownValue } from '../../base/index.ts';
import { escapeHtml } from '../format/html.ts';
import { toJson } from '../format/json.ts';
import { prettyRepr } from '../format/pretty.ts';
import { requireIndex } from '../methods/method.ts';
import { attributeOf, getAttribute } from '../runtime/access.ts';
import type { Environment } from '../runtime/environment.ts';
import { isIterable, iterate, truth, unpack } from '../runtime/iteration.ts';
import { escapeToMarkup, Markup } from '../runtime/markup.ts';
import { repr, str } from '../runtime/text.ts';
import { typeName } from '../runtime/type-name.ts';
import { isDict, mappingEntries, raise, Undefined } from '../values/index.ts';
import { isText } from '../values/text-like.ts';
import { defineFilters } from './define.ts';
import { linkUrls } from './urlize.ts';

type Bound = readonly unknown[];

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
};

function unescapeHtml(text: string): string {
  return text.replace(
    /&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi,
    (whole, decimal, hex, name: string | undefined) => {
      if (name !== undefined) return ownValue(ENTITIES, name) ?? whole;
      return String.fromCodePoint(decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal));
    },
  );
}

function stripTags([value]: Bound): string {
  const bare = str(value)
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<[^>]*>/g, '');
  return unescapeHtml(
    bare
      .split(/\s+/)
      .filter((word) => word !== '')
      .join(' '),
  );
}

function quoteUrl(value: unknown, inQuery: boolean): string {
  const encoded = encodeURIComponent(str(value)).replace(
    /[!'()*]/g,
    (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return inQuery ? encoded.replaceAll('%20', '+') : encoded.replaceAll('%2F', '/');
}

function urlEncode([value]: Bound): string {
  if (isText(value) || !isIterable(value)) return quoteUrl(value, false);
  const pairs: readonly (readonly unknown[])[] = isDict(value)
    ? mappingEntries(value)
    : iterate(value).map((item) => unpack(item, 2));
  return pairs.map(([key, item]) => `${quoteUrl(key, true)}=${quoteUrl(item, true)}`).join('&');
}

function xmlAttributes([value, autospace = true]: Bound): string {
  if (value instanceof Undefined) value.fail();
  if (!isDict(value)) return raise('AttributeError', `'${typeName(value)}' object has no attribute 'items'`);
  const attributes = mappingEntries(value)
    .filter(([, item]) => item !== null && !(item instanceof Undefined))
    .map(([key, item]) => {
      if (typeof key !== 'string')
        return raise('TypeError', `expected string or bytes-like object, got '${typeName(key)}'`);
      if (/[\s/>=]/.test(key)) raise('ValueError', `Invalid character in attribute name: ${repr(key)}`);
      return `${escapeHtml(key)}="${escapeHtml(str(item))}"`;
    });
  return (attributes.length > 0 && truth(autospace) ? ' ' : '') + attributes.join(' ');
}

const JSON_HTML: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  "'": '\\u0027',
};

function toHtmlJson([value, indent]: Bound): Markup {
  const width =
    indent === undefined || indent === null
      ? null
      : typeof indent === 'string'
        ? indent
        : requireIndex(indent);
  const text = toJson(value, { sortKeys: true, indent: width });
  return new Markup(text.replace(/[<>&']/g, (each) => JSON_HTML[each] as string));
}

function attribute([value, name]: Bound, { undefinedOf }: Environment): unknown {
  if (typeof name !== 'string')
    return raise('TypeError', `attribute name must be string, not '${typeName(name)}'`);
  if (value instanceof Undefined) return getAttribute(value, name, undefinedOf);
  const isAttribute = name.startsWith('__') || attributeOf(value, name) !== undefined;
  return isAttribute ? getAttribute(value, name, undefinedOf) : undefinedOf.ofMember(value, name);
}

function random([value]: Bound, { undefinedOf }: Environment): unknown {
  const items = iterate(value);
  if (items.length === 0) return undefinedOf.withHint('No random item, sequence was empty.');
  return items[Math.floor(Math.random() * items.length)];
}

/** Filters around HTML, JSON and URLs, and the ones that look at objects. */
export const markupFilters = defineFilters({
  attr: ['obj name', attribute],
  e: ['s /', ([value]) => escapeToMarkup(value)],
  escape: ['s /', ([value]) => escapeToMarkup(value)],
  forceescape: ['value', ([value]) => new Markup(escapeHtml(str(value)))],
  pprint: ['value', ([value]) => prettyRepr(value)],
  random: ['seq', random],
  safe: ['value', ([value]) => new Markup(str(value))],
  striptags: ['value', stripTags],
  tojson: ['value indent?', toHtmlJson],
  urlencode: ['value', urlEncode],
  urlize: ['value trim_url_limit? nofollow? target? rel? extra_schemes?', linkUrls],
  xmlattr: ['d autospace?', xmlAttributes],
});
