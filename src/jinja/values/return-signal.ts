/** What `return(x)` throws to end a macro. Not an `Error`: making a stack trace for each return would be slow. */
export class ReturnSignal {
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }
}
