/** Rows of CSV text under the names of the first row, as Python's `csv.DictReader` reads them: every value is text. */
export function csvRows(text: string): readonly Readonly<Record<string, string | null>>[] {
  const [header, ...rows] = records(text).filter((each) => each.length > 0);
  if (header === undefined) return [];
  return rows.map((row) => Object.fromEntries(header.map((name, at) => [name, row[at] ?? null])));
}

/** The fields of every line; quoted fields may hold line breaks, and `""` for a quote. */
function records(text: string): readonly (readonly string[])[] {
  const all: string[][] = [];
  let row: string[] = [];
  let field = '';
  let quoted = false;
  let started = false;
  const endField = () => {
    row.push(field);
    field = '';
  };
  const endRow = () => {
    if (started || row.length > 0) endField();
    all.push(row);
    row = [];
    started = false;
  };
  for (let at = 0; at < text.length; at++) {
    const c = text[at] as string;
    if (quoted) {
      if (c !== '"') field += c;
      else if (text[at + 1] === '"') field += text[++at];
      else quoted = false;
    } else if (c === '"' && field === '') {
      quoted = true;
      started = true;
    } else if (c === ',') {
      started = true;
      endField();
    } else if (c === '\n' || c === '\r') {
      if (c === '\r' && text[at + 1] === '\n') at++;
      endRow();
    } else {
      started = true;
      field += c;
    }
  }
  if (started || field !== '' || row.length > 0) endRow();
  return all;
}
