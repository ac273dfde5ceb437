/** A value that is made when it is first asked for: what no page needs at once must not keep the first one waiting. */
export function lazily<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
