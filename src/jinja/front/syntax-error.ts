import { PythonError } from '../values/index.ts';

/** A template that cannot be read, with the offsets of what is wrong. */
export class TemplateSyntaxError extends PythonError {
  readonly start: number;
  readonly end: number;

  constructor(
    message: string,
    place: { readonly start: number; readonly end: number },
    type = 'TemplateSyntaxError',
  ) {
    super(type, message);
    this.start = place.start;
    this.end = place.end;
  }
}
