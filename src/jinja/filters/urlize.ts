import { escapeHtml } from '../format/html.ts';
import { requireIndex } from '../methods/method.ts';
import { iterate, truth } from '../runtime/iteration.ts';
import { repr, str } from '../runtime/text.ts';
import { raise } from '../values/index.ts';

const NAMED_HOST = String.raw`(?:https?:\/\/|www\.)(?:(?:[\p{L}\p{N}_%-]+\.)+)?(?:[a-z]{2,63}|xn--[\p{L}\p{N}_%]{2,59})`;
const BARE_HOST = String.raw`(?:[\p{L}\p{N}_%-]{2,63}\.)+(?:com|net|int|edu|gov|org|info|mil)`;
const NUMERIC_HOST = String.raw`https?:\/\/(?:\d{1,3}(?:\.\d{1,3}){3}|\[(?:[\da-f]{0,4}:){2}(?:[\da-f]{0,4}:?){1,6}\])`;
const WEB = new RegExp(`^(?:${NAMED_HOST}|${BARE_HOST}|${NUMERIC_HOST})(?::\\d{1,5})?(?:[/?#]\\S*)?$`, 'iu');
const MAIL = /^\S+@[\p{L}\p{N}_][\p{L}\p{N}_.-]*\.[\p{L}\p{N}_]+$/u;
const SCHEME = /^[\w.+-]{2,}:\/{0,2}$/;
const BRACKETS = [
  ['(', ')'],
  ['<', '>'],
  ['&lt;', '&gt;'],
] as const;

interface LinkStyle {
  /** Attributes of links to pages. */
  readonly attributes: string;
  /** Characters of an address that are shown. */
  readonly limit: number;
  readonly schemes: readonly string[];
}

const occurrences = (text: string, part: string): number => text.split(part).length - 1;

/** A word in three: opening brackets, the address, and the punctuation after it; brackets inside an address stay balanced. */
function takeApart(word: string): readonly [head: string, middle: string, tail: string] {
  const head = /^(?:[(<]|&lt;)+/.exec(word)?.[0] ?? '';
  const rest = word.slice(head.length);
  let tail = /(?:[)>.,\n]|&gt;)+$/.exec(rest)?.[0] ?? '';
  let middle = rest.slice(0, rest.length - tail.length);
  for (const [open, close] of BRACKETS) {
    const opened = occurrences(middle, open);
    if (opened <= occurrences(middle, close)) continue;
    for (let round = Math.min(opened, occurrences(tail, close)); round > 0; round--) {
      const end = tail.indexOf(close) + close.length;
      middle += tail.slice(0, end);
      tail = tail.slice(end);
    }
  }
  return [head, middle, tail];
}

function link(address: string, { attributes, limit, schemes }: LinkStyle): string {
  const shown = address.length > limit ? `${address.slice(0, limit)}...` : address;
  if (WEB.test(address)) {
    const target = /^https?:\/\//.test(address) ? address : `https://${address}`;
    return `<a href="${target}"${attributes}>${shown}</a>`;
  }
  if (address.startsWith('mailto:') && MAIL.test(address.slice(7))) {
    return `<a href="${address}">${address.slice(7)}</a>`;
  }
  const isMail = address.includes('@') && !/^(?:www\.|@)/.test(address) && !address.includes(':');
  if (isMail && MAIL.test(address)) return `<a href="mailto:${address}">${address}</a>`;
  const scheme = schemes.find((each) => address !== each && address.startsWith(each));
  return scheme === undefined ? address : `<a href="${address}"${attributes}>${address}</a>`;
}

function styleOf([, limit, noFollow, target, relations, schemes]: readonly unknown[]): LinkStyle {
  const relation = new Set(
    typeof relations === 'string' ? relations.split(/\s+/).filter((each) => each !== '') : [],
  );
  if (truth(noFollow)) relation.add('nofollow');
  relation.add('noopener');
  const targetAttribute = truth(target) ? ` target="${escapeHtml(str(target))}"` : '';
  const extra = truth(schemes) ? iterate(schemes).map(str) : [];
  for (const scheme of extra) {
    if (!SCHEME.test(scheme))
      raise('FilterArgumentError', `${repr(scheme)} is not a valid URI scheme prefix.`);
  }
  return {
    attributes: ` rel="${escapeHtml([...relation].sort().join(' '))}"${targetAttribute}`,
    limit: limit === undefined || limit === null ? Infinity : requireIndex(limit),
    schemes: extra,
  };
}

/** Turns the web and mail addresses among the words of a text into links. */
export function linkUrls(bound: readonly unknown[]): string {
  const style = styleOf(bound);
  const words = escapeHtml(str(bound[0])).split(/(\s+)/);
  return words
    .map((word) => {
      const [head, middle, tail] = takeApart(word);
      return head + link(middle, style) + tail;
    })
    .join('');
}
