/** A Python exception as templates know it. Turned into a diagnostic at the door of the room. */
export class PythonError extends Error {
  /** The Python class: `TypeError`, `UndefinedError`, ... */
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.name = type;
    this.type = type;
  }
}

/** Raises a Python exception. */
export function raise(type: string, message: string): never {
  throw new PythonError(type, message);
}
