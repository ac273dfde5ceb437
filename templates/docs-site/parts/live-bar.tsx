import { useState } from 'preact/hooks';
import type { Live } from '../data/live.ts';
import type { Site } from '../data/site.ts';

function nameOf(id: string): string {
  return id.split('.')[2] ?? id;
}

/** The address of what failed; undefined for what has no page here. */
function addressOf(site: Site, id: string | null): string | undefined {
  if (id === null) return undefined;
  if (site.testById.has(id)) return `#/test/${encodeURIComponent(id)}`;
  return site.nodeById.has(id) ? `#/node/${encodeURIComponent(id)}` : undefined;
}

/** What is going on in the watched project, at the bottom of every page. */
export function LiveBar({ site, live, current }: { site: Site; live: Live; current: string | undefined }) {
  const [isOpen, setOpen] = useState(false);
  const { failing, running, isConnected, news, isOutdated } = live;
  const own = failing.filter((each) => each.id !== null && each.id === current);
  const state = !isConnected ? 'off' : failing.length > 0 ? 'bad' : running.length > 0 ? 'busy' : 'good';
  const shown = isOpen ? failing : own;
  return (
    <section class={`live ${state}`} aria-label="Watch">
      {shown.length > 0 && (
        <ul class="live-failures">
          {shown.map(({ id, name, message, path, line, column }) => {
            const address = addressOf(site, id);
            return (
              <li key={`${id} ${message}`}>
                <strong>{address === undefined ? name : <a href={address}>{name}</a>}</strong> {message}{' '}
                {path !== null && (
                  <code>
                    {path}:{line}:{column}
                  </code>
                )}
              </li>
            );
          })}
        </ul>
      )}
      <div class="live-line" role="status">
        <span class="live-dot" aria-hidden="true" />
        <span>{isConnected ? news : 'the watch has ended or cannot be reached'}</span>
        {running.length > 0 && (
          <span class="quiet">building {running.slice(0, 4).map(nameOf).join(', ')}</span>
        )}
        {failing.length > 0 && (
          <button type="button" class="plain" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {failing.length === 1 ? '1 failure' : `${failing.length} failures`}
          </button>
        )}
        {isOutdated && isConnected && (
          <button type="button" class="plain" onClick={() => location.reload()}>
            the project has changed: make this page anew
          </button>
        )}
      </div>
    </section>
  );
}
