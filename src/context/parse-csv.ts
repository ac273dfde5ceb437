/** Quotes open a field only at its start; a doubled quote inside is one quote; line breaks inside belong to the field. */
function readQuoted(text: string, start: number): { readonly value: string; readonly end: number } {
  let value = '';
  let at = start + 1;
  for (;;) {
    const close = text.indexOf('"', at);
    if (close === -1) return { value: value + text.slice(at), end: text.length };
    value += text.slice(at, close);
    if (text[close + 1] !== '"') return { value, end: close + 1 };
    value += '"';
    at = close + 2;
  }
}

/** Hands over the rows of a CSV text as Python's `csv.reader` gives them, one after another; a blank line is an empty row. */
export function readCsv(text: string, delimiter: string, take: (row: string[]) => void): void {
  let row: string[] = [];
  let at = 0;
  const stop = new RegExp(`[${delimiter.replace(/[\\\]^-]/g, '\\$&')}\\r\\n]`, 'g');
  const endRow = (): void => {
    take(row.length === 1 && row[0] === '' ? [] : row);
    row = [];
  };
  while (at <= text.length) {
    const quoted = text[at] === '"' ? readQuoted(text, at) : { value: '', end: at };
    stop.lastIndex = quoted.end;
    const end = stop.exec(text)?.index ?? text.length;
    const isAtEnd = end === text.length;
    if (isAtEnd && at === end && row.length === 0) return;
    row.push(quoted.value + text.slice(quoted.end, end));
    if (isAtEnd) {
      endRow();
      return;
    }
    at = end + 1;
    if (text[end] === delimiter) continue;
    if (text[end] === '\r' && text[at] === '\n') at++;
    endRow();
  }
}
