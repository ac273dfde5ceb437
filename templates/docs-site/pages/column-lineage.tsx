import { useMemo, useState } from 'preact/hooks';
import { link } from '../data/route.ts';
import type { Site } from '../data/site.ts';
import { GraphView } from '../graph/graph-view.tsx';
import { columnScene } from '../graph/scene.ts';
import { counted } from '../parts/format.ts';

/** Columns upstream and downstream of one, as far as the project goes or as the limit allows. */
function columnCone(site: Site, column: number, limit: number): ReadonlySet<number> {
  const found = new Set([column]);
  const walk = (next: (each: number) => readonly number[]) => {
    let front = [column];
    while (front.length > 0 && found.size < limit) {
      front = front.flatMap((each) => next(each).filter((other) => !found.has(other) && found.add(other)));
    }
  };
  walk((each) => site.origins(each).map((origin) => origin.column));
  walk((each) => site.columnReaders(each));
  return found;
}

const MAX_COLUMNS = 400;

/** Columns that decide which rows the node of a column has: pairs of such a column and the column in question. */
function deciding(site: Site, column: number): readonly (readonly [number, number])[] {
  const owner = site.nodeOfColumn[column] as number;
  const { indirect } = site.core;
  const pairs: [number, number][] = [];
  for (let at = 0; at < indirect.length; at += 3) {
    if (indirect[at] === owner) pairs.push([indirect[at + 1] as number, column]);
  }
  return pairs;
}

export interface ColumnLineageProps {
  readonly site: Site;
  readonly node: number;
  readonly column: number;
  readonly theme: string;
}

/** Where a column comes from and where it goes. */
export function ColumnLineage({ site, node, column, theme }: ColumnLineageProps) {
  const [showsIndirect, setShowsIndirect] = useState(false);
  const { first, end } = site.columnsOf(node);
  const chosen = column >= first && column < end ? column : first;
  const scene = useMemo(() => {
    const columns = new Set(columnCone(site, chosen, MAX_COLUMNS));
    const indirect = showsIndirect ? deciding(site, chosen) : [];
    for (const [from] of indirect) columns.add(from);
    return columnScene({ site, columns, indirect });
  }, [site, chosen, showsIndirect]);
  if (first === end) return <p class="quiet">No columns are known of this.</p>;
  const describe = (each: number) =>
    `${site.core.nodes.name[site.nodeOfColumn[each] as number]}.${site.columnName(each)}, ${site.making(each)}`;
  const names = Array.from({ length: end - first }, (_, at) => first + at);
  return (
    <div>
      <div class="bar">
        <label>
          Column{' '}
          <select
            value={chosen}
            onChange={(event) => (location.hash = link.column(site, Number(event.currentTarget.value)))}
          >
            {names.map((each) => (
              <option key={each} value={each}>
                {site.columnName(each)}
              </option>
            ))}
          </select>
        </label>
        <label>
          <input type="checkbox" checked={showsIndirect} onChange={() => setShowsIndirect(!showsIndirect)} />{' '}
          filters and joins
        </label>
        <span class="quiet">
          {site.making(chosen)} · {counted(scene.boxes.length - 1, 'related column')}
        </span>
      </div>
      {site.making(chosen) === 'unknown' && site.kind(node) !== 'source' && site.kind(node) !== 'seed' && (
        <p class="quiet">Where this column comes from could not be worked out.</p>
      )}
      <GraphView
        scene={scene}
        theme={theme}
        focus={chosen}
        label={`Lineage of the column ${site.columnName(chosen)}.`}
        fileName={`${site.core.nodes.name[node]}.${site.columnName(chosen)}`}
        describe={describe}
        onPick={(each) => (location.hash = link.column(site, each))}
      />
    </div>
  );
}
