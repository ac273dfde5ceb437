import type { ComponentChildren } from 'preact';

const KEYWORDS = new Set(
  `select from where group by order having limit offset with recursive as on join left right inner outer full cross semi anti
  natural lateral union all except intersect distinct case when then else end and or not in is null between like ilike similar
  qualify over partition window rows range unbounded preceding following current row asof positional unnest values create table
  view insert into update delete set cast try_cast using exists asc desc nulls first last filter true false interval exclude
  replace rename columns pivot unpivot sample fetch any some within materialized temp temporary if macro`.split(
    /\s+/,
  ),
);

/** Comments, Jinja, strings, quoted names, numbers, words, anything else: Jinja comes before strings, as it does when rendered. */
const TOKEN =
  /(\{#[\s\S]*?#\}|--[^\n]*|\/\*[\s\S]*?\*\/)|(\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\})|('(?:[^']|'')*')|("(?:[^"]|"")*")|(\b\d+(?:\.\d+)?\b)|([A-Za-z_]\w*)|([\s\S])/g;
const CLASSES = ['comment', 'jinja', 'string', 'quoted', 'number'] as const;

export interface HighlightOptions {
  /** The address of what a `ref()` or `source()` names; null when the page has no such thing. */
  readonly linkOf?: (name: string) => string | null;
}

const REFERENCE = /(ref|source)\(\s*((?:'[^']*'|"[^"]*")(?:\s*,\s*(?:'[^']*'|"[^"]*"))?)[^)]*\)/;

/** `ref('orders')` inside Jinja leads to the model. */
function jinja(text: string, { linkOf }: HighlightOptions): ComponentChildren {
  const found = REFERENCE.exec(text);
  if (linkOf === undefined || found === null) return text;
  const names = [...(found[2] ?? '').matchAll(/'([^']*)'|"([^"]*)"/g)].map(
    (each) => each[1] ?? each[2] ?? '',
  );
  const name = found[1] === 'source' ? names.join('.') : (names.at(-1) ?? '');
  const address = linkOf(name);
  if (address === null) return text;
  const start = found.index;
  return (
    <>
      {text.slice(0, start)}
      <a href={address}>{found[0]}</a>
      {text.slice(start + found[0].length)}
    </>
  );
}

/** SQL with Jinja, coloured. */
export function highlight(code: string, options: HighlightOptions = {}): ComponentChildren[] {
  const out: ComponentChildren[] = [];
  let plain = '';
  const flush = () => {
    if (plain !== '') out.push(plain);
    plain = '';
  };
  for (const match of code.matchAll(TOKEN)) {
    const text = match[0];
    const kind = CLASSES.findIndex((_, index) => match[index + 1] !== undefined);
    const isKeyword = match[6] !== undefined && KEYWORDS.has(match[6].toLowerCase());
    if (kind < 0 && !isKeyword) {
      plain += text;
      continue;
    }
    flush();
    const name = isKeyword ? 'keyword' : (CLASSES[kind] as string);
    out.push(<span class={`code-${name}`}>{name === 'jinja' ? jinja(text, options) : text}</span>);
  }
  flush();
  return out;
}
