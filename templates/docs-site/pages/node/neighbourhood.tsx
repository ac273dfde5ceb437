import { useEffect, useMemo, useState } from 'preact/hooks';
import { link } from '../../data/route.ts';
import { reach, type Site } from '../../data/site.ts';
import { GraphView } from '../../graph/graph-view.tsx';
import { nodeScene } from '../../graph/scene.ts';
import { counted } from '../../parts/format.ts';
import { describeNode } from '../lineage.tsx';

const MAX_DEPTH = 6;
/** More neighbours than this on one side are folded into a count. */
const HUB = 40;

/** The neighbourhood of a node; what is folded is told. */
function useNeighbours(site: Site, node: number, depth: number) {
  return useMemo(() => {
    const nodes = new Set([node]);
    let folded = 0;
    for (const next of [site.reads, site.readers]) {
      const found = [...reach([node], next, depth)];
      const direct = found.filter(([, step]) => step === 1);
      const isHub = direct.length > HUB;
      const weight = (each: number) => (site.readers[each] ?? []).length;
      const kept = isHub
        ? direct.sort((left, right) => weight(right[0]) - weight(left[0])).slice(0, HUB)
        : found;
      folded += isHub ? found.length - kept.length : 0;
      for (const [each] of kept) nodes.add(each);
    }
    return { scene: nodeScene(site, nodes), folded };
  }, [site, node, depth]);
}

/** The lineage around a node, as many steps as wanted. */
export function Neighbourhood({ site, node, theme }: { site: Site; node: number; theme: string }) {
  const [depth, setDepth] = useState(2);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.target !== document.body) return;
      if (event.key === '[') setDepth((now) => Math.max(1, now - 1));
      if (event.key === ']') setDepth((now) => Math.min(MAX_DEPTH, now + 1));
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  const { scene, folded } = useNeighbours(site, node, depth);
  const name = site.core.nodes.name[node] as string;
  return (
    <section class="panel">
      <div class="bar">
        <b>Lineage</b>
        <label>
          ±{' '}
          <input
            type="range"
            min="1"
            max={MAX_DEPTH}
            value={depth}
            aria-label="Steps up and down"
            onInput={(event) => setDepth(Number(event.currentTarget.value))}
          />{' '}
          {depth}
        </label>
        <a href={link.lineage(`+${name}+`)}>all of it</a>
        {folded > 0 && <span class="quiet">and {counted(folded, 'more node')} that are not drawn</span>}
      </div>
      <GraphView
        scene={scene}
        theme={theme}
        focus={node}
        label={`Lineage of ${name}, ${depth} steps up and down.`}
        fileName={`${name}-lineage`}
        describe={(each) => describeNode(site, each)}
        onPick={(each) => (location.hash = link.node(site, each))}
      />
    </section>
  );
}
