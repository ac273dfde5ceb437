import { join } from 'node:path';
import { md5 } from '../../base/index.ts';
import { unpackArchive } from '../archive/unpack.ts';
import { download } from '../download.ts';
import { withRetries } from '../retry.ts';
import { lockedAddress } from '../secrets.ts';
import type { Work } from '../work.ts';
import { downloadTimeout } from './download-timeout.ts';
import { moveFolder } from './move-folder.ts';
import { folderMetadata } from './package-folder.ts';
import type { Loaded, Source, Wanted } from './source.ts';

/** The folder that an archive was unpacked into; it is downloaded once, and anew when the folder was moved away. */
async function unpacked(work: Work, url: string, name: string): Promise<string> {
  const folder = join(work.downloads, `tarball-${md5(url)}`);
  if (work.host.files.exists(folder)) return folder;
  await withRetries(work, async () => {
    const bytes = await download(work, url, downloadTimeout(work));
    unpackArchive(work, { bytes, what: name, folder });
  });
  return folder;
}

async function loadTarball(
  { tarball, written, package: name }: Wanted['tarball'],
  work: Work,
): Promise<Loaded> {
  const { packages, name: own } = folderMetadata(work, await unpacked(work, tarball, name));
  return {
    origin: `tarball (url: ${tarball})`,
    metadata: { name: name || own, packages },
    lockEntry: () => ({ tarball: lockedAddress(work, written), name }),
    install: async (target) => moveFolder(work, await unpacked(work, tarball, name), target),
  };
}

/** Packages in archives anywhere on the web. */
export const tarballSource: Source<'tarball'> = {
  fromSpec: (spec) => ({
    kind: 'tarball',
    tarball: spec.tarball,
    written: typeof spec.unrendered['tarball'] === 'string' ? spec.unrendered['tarball'] : spec.tarball,
    package: spec.name,
  }),
  names: ({ tarball }) => [tarball],
  merge: (before) => before,
  pin: async (wanted, work) => ({ label: wanted.package, load: () => loadTarball(wanted, work) }),
};
