/** A property as it is read on a page: its name, and text of one or more lines. */
export type Fact = readonly [string, string];

type Entry = readonly [string, unknown];

function isSaid(value: unknown): boolean {
  if (value === null || value === undefined || value === '' || value === false) return false;
  return (
    typeof value !== 'object' || entriesOf(value).length > 0 || (Array.isArray(value) && value.some(isSaid))
  );
}

/** What an object says: properties that are not set are left out. */
function entriesOf(value: object): readonly Entry[] {
  return Array.isArray(value) ? [] : Object.entries(value).filter(([, each]) => isSaid(each));
}

/** `amount · agg sum · expr net`: a thing in one line, its name first. */
function inLine(value: unknown): string {
  if (Array.isArray(value)) return value.filter(isSaid).map(inLine).join(', ');
  if (typeof value !== 'object' || value === null) return String(value);
  const { name, ...rest } = value as Readonly<Record<string, unknown>>;
  const said = entriesOf(rest).map(([key, each]) => {
    const text = inLine(each);
    const word = key.replaceAll('_', ' ');
    return each === true ? word : `${word} ${typeof each === 'object' ? `(${text})` : text}`;
  });
  return [...(isSaid(name) ? [String(name)] : []), ...said].join(' · ');
}

/** Things of a list below each other, as are the properties of an object. */
function inLines(value: unknown): string {
  if (Array.isArray(value) && value.some((each) => typeof each === 'object'))
    return value.filter(isSaid).map(inLine).join('\n');
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return inLine(value);
  return entriesOf(value)
    .map(([key, each]) => `${key.replaceAll('_', ' ')}: ${inLine(each)}`)
    .join('\n');
}

/** A property for reading; nothing when it is not set. */
export function fact(name: string, value: unknown): readonly Fact[] {
  return isSaid(value) ? [[name, inLines(value)]] : [];
}
