import { join, resolve } from 'node:path';
import { tell, type Work } from '../work.ts';
import { folderMetadata } from './package-folder.ts';
import type { Source } from './source.ts';

function folderOf({ host, root }: Work, local: string): string {
  const isHome = local === '~' || local.startsWith('~/');
  return resolve(root, isHome ? join(host.homeDirectory, local.slice(1)) : local);
}

function linkOrCopy(work: Work, from: string, to: string): void {
  const { files } = work.host;
  try {
    tell(work, 'debug', { name: 'DepsCreatingLocalSymlink', text: 'Creating symlink to local dependency.' });
    files.linkFolder(from, to);
  } catch {
    const text = 'Symlinks are not available on this OS, copying dependency.';
    tell(work, 'debug', { name: 'DepsSymlinkNotAvailable', text });
    files.copy(from, to);
  }
}

/** Packages in folders of this machine. They are linked, so that changes in them are seen at once. */
export const localSource: Source<'local'> = {
  fromSpec: ({ local }) => ({ kind: 'local', local }),
  names: ({ local }) => [local],
  merge: (before) => before,
  pin: async ({ local }, work) => {
    const folder = folderOf(work, local);
    return {
      label: local,
      load: async () => ({
        origin: `<local @ ${local}>`,
        metadata: folderMetadata(work, folder),
        lockEntry: () => ({ local }),
        install: async (target) => linkOrCopy(work, folder, target),
      }),
    };
  },
};
