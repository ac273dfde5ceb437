/** One paragraph broken into lines of at most `width` letters, as Python's `textwrap.fill` does without breaking at hyphens. */
function fill(paragraph: string, width: number): string {
  const lines: string[] = [];
  let line = '';
  for (const word of paragraph.split(/\s+/).filter((each) => each !== '')) {
    let rest = word;
    if (line !== '' && line.length + 1 + rest.length <= width) {
      line += ` ${rest}`;
      continue;
    }
    if (line !== '') lines.push(line);
    // A word that is longer than a line is cut.
    for (; rest.length > width; rest = rest.slice(width)) lines.push(rest.slice(0, width));
    line = rest;
  }
  return [...lines, ...(line === '' ? [] : [line])].join('\n');
}

/** dbt's form of a long message: paragraphs are parted by an empty line and come out as lines of their own. */
export function filled(text: string, width: number): string {
  return text
    .split('\n\n')
    .map((paragraph) => fill(paragraph, width))
    .join('\n');
}
