import MarkdownIt from 'markdown-it';

export interface MarkdownOptions {
  /** An image of the project as a `data:` address; null for one that is not there or not of the project. */
  readonly imageOf: (path: string) => string | null;
}

/** Descriptions as HTML. */
export interface Markdown {
  render(text: string): string;
}

function isRemote(address: string): boolean {
  return /^[a-z][a-z0-9+.-]*:|^\/\//i.test(address);
}

/**
 * Markdown as dbt's docs have it (tables, links of bare addresses, line by line), made safe: HTML in it is shown as text, links
 * open in a window of their own, and an image that is not part of the project becomes a link, because the page asks for
 * nothing from the network.
 */
export function createMarkdown({ imageOf }: MarkdownOptions): Markdown {
  const markdown = new MarkdownIt({ html: false, linkify: true, typographer: false });
  const known = new Map<string, string>();
  markdown.renderer.rules['link_open'] = (tokens, index, options, _env, self) => {
    const token = tokens[index];
    if (token !== undefined && isRemote(String(token.attrGet('href') ?? ''))) {
      token.attrSet('target', '_blank');
      token.attrSet('rel', 'noopener noreferrer');
    }
    return self.renderToken(tokens, index, options);
  };
  // A page has one first heading, its own.
  markdown.core.ruler.push('lower_headings', ({ tokens }) => {
    for (const token of tokens) {
      if (!token.type.startsWith('heading_')) continue;
      token.tag = `h${Math.min(6, Number(token.tag.slice(1)) + 1)}`;
    }
  });
  markdown.renderer.rules['image'] = (tokens, index) => {
    const token = tokens[index];
    const address = String(token?.attrGet('src') ?? '');
    const label = markdown.utils.escapeHtml(token?.content ?? '');
    const inlined = isRemote(address) ? null : imageOf(address);
    if (inlined !== null) return `<img src="${markdown.utils.escapeHtml(inlined)}" alt="${label}">`;
    const shown = markdown.utils.escapeHtml(address);
    if (!isRemote(address)) return `<em>${label || shown}</em>`;
    return `<a href="${shown}" target="_blank" rel="noopener noreferrer">${label || shown}</a>`;
  };
  return {
    render(text) {
      const made = known.get(text);
      if (made !== undefined) return made;
      const html = markdown.render(text).trim();
      known.set(text, html);
      return html;
    },
  };
}
