import { useEffect, useMemo, useState } from 'preact/hooks';
import { link } from '../data/route.ts';
import { selectNodes } from '../data/select.ts';
import type { Site } from '../data/site.ts';
import { GraphView } from '../graph/graph-view.tsx';
import { mapScene, nodeScene } from '../graph/scene.ts';
import { counted } from '../parts/format.ts';

/** More boxes than this cannot be read as a drawn graph; the map can. */
const MAX_DRAWN = 400;

export function describeNode(site: Site, node: number): string {
  const read = (site.reads[node] ?? []).length;
  const readers = (site.readers[node] ?? []).length;
  return `${site.core.nodes.name[node]}, ${site.kind(node)}, ${site.layer(node)}, reads ${read}, read by ${readers}, ${site.mark(node) === 'none' ? 'no result' : site.mark(node)}`;
}

/** The whole project. */
export function MapPage({ site, theme }: { site: Site; theme: string }) {
  const scene = useMemo(() => mapScene(site), [site]);
  return (
    <div class="whole">
      <h1 class="unseen">Project map</h1>
      <GraphView
        scene={scene}
        theme={theme}
        focus={null}
        label={`The whole project: ${counted(site.count, 'node')} in folders and layers.`}
        fileName={`${site.core.project.name}-map`}
        describe={(node) => describeNode(site, node)}
        onPick={(node) => (location.hash = link.node(site, node))}
        isTall
      />
    </div>
  );
}

/** A drawn graph of what a selection names. */
export function LineagePage({ site, select, theme }: { site: Site; select: string; theme: string }) {
  const [text, setText] = useState(select);
  useEffect(() => setText(select), [select]);
  const nodes = useMemo(
    () => (select.trim() === '' ? new Set(site.core.nodes.name.keys()) : selectNodes(site, select)),
    [site, select],
  );
  const isMap = nodes.size > MAX_DRAWN;
  const scene = useMemo(() => (isMap ? mapScene(site) : nodeScene(site, nodes)), [site, nodes, isMap]);
  return (
    <div class="whole">
      <form
        class="select-form"
        onSubmit={(event) => {
          event.preventDefault();
          location.hash = link.lineage(text);
        }}
      >
        <h1 class="unseen">Lineage</h1>
        <label>
          Selection{' '}
          <input
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
            placeholder="+orders+2 tag:finance path:models/gold"
            spellcheck={false}
          />
        </label>
        <button type="submit">Show</button>
        <span class="quiet">
          {counted(nodes.size, 'node')}
          {isMap && ' — too many to draw: the map shows the whole project'}
        </span>
      </form>
      <GraphView
        scene={scene}
        theme={theme}
        focus={null}
        label={`Lineage of ${counted(nodes.size, 'node')}.`}
        fileName={`${site.core.project.name}-lineage`}
        describe={(node) => describeNode(site, node)}
        onPick={(node) => (location.hash = link.node(site, node))}
        isTall
      />
    </div>
  );
}
