import { diagnostic } from '../../diagnostics/index.ts';
import { CommandNotFound, type Host } from '../../host/index.ts';
import type { Session } from '../session.ts';

type Program = readonly [command: string, ...args: string[]];

/** What opens an address here: the program of the variable BROWSER, else what the system has for it. */
function opener({ env, platform }: Host): Program {
  const chosen = env.get('BROWSER')?.split(':')[0]?.trim();
  if (chosen !== undefined && chosen !== '') return [chosen];
  if (platform.startsWith('darwin')) return ['open'];
  return platform.startsWith('win32') ? ['rundll32', 'url.dll,FileProtocolHandler'] : ['xdg-open'];
}

/** Opens an address in the reader's browser. Where there is none, a warning says so, and the command goes on. */
export async function openInBrowser({ host, sink }: Session, address: string): Promise<void> {
  const [command, ...args] = opener(host);
  try {
    await host.processes.run({
      command,
      args: [...args, address],
      folder: host.workingDirectory,
      isLeftAlone: true,
    });
  } catch (error) {
    if (!(error instanceof CommandNotFound)) throw error;
    sink.report(
      diagnostic('G003', `'${command}' could not be started to open ${address}`, {
        hint: 'Open the address yourself, or name a browser in the variable BROWSER.',
      }),
    );
  }
}
