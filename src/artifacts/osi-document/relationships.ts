/** An entity of a semantic model, and the column it stands for. */
export interface EntityPlace {
  readonly entity: string;
  readonly dataset: string;
  readonly column: string;
  readonly type: string;
}

/** Which of two datasets holds the key of the other: a foreign entity does; between equals the alphabet decides. */
function directed(a: EntityPlace, b: EntityPlace): readonly [from: EntityPlace, to: EntityPlace] {
  const isOne = ({ type }: EntityPlace) => type === 'primary' || type === 'unique';
  if (isOne(a) !== isOne(b)) return isOne(a) ? [b, a] : [a, b];
  return a.dataset <= b.dataset ? [a, b] : [b, a];
}

/** Every two datasets that share an entity can be joined by it. */
export function relationships(places: readonly EntityPlace[]): readonly object[] {
  const byEntity = new Map<string, EntityPlace[]>();
  for (const place of places) {
    const known = byEntity.get(place.entity);
    if (known === undefined) byEntity.set(place.entity, [place]);
    else known.push(place);
  }
  return [...byEntity].flatMap(([entity, all]) =>
    all.flatMap((a, at) =>
      all.slice(at + 1).flatMap((b) => {
        if (a.dataset === b.dataset) return [];
        const [from, to] = directed(a, b);
        return [
          {
            name: `${from.dataset}__${to.dataset}__${entity}`,
            from: from.dataset,
            to: to.dataset,
            from_columns: [from.column],
            to_columns: [to.column],
          },
        ];
      }),
    ),
  );
}
