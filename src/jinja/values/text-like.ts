/** A text that carries more than its characters; see `Markup`. */
export abstract class TextLike {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** The value itself, or the plain text of a text-like one. */
export function unmarked(value: unknown): unknown {
  return value instanceof TextLike ? value.text : value;
}

/** Whether the value is a text to Python. */
export function isText(value: unknown): value is string | TextLike {
  return typeof value === 'string' || value instanceof TextLike;
}
