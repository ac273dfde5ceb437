import { pythonRepr, pythonStr } from '../../base/index.ts';
import { DBT_VERSION } from '../../domain/index.ts';
import {
  boundsOf,
  compareVersions,
  packageSpecs,
  rangeText,
  readVersion,
  reduceVersions,
  satisfies,
  type VersionRange,
  type VersionSpec,
  versionText,
} from '../../project/index.ts';
import { unpackArchive } from '../archive/unpack.ts';
import { download } from '../download.ts';
import { fail } from '../failure.ts';
import { hubIndex, hubPackage } from '../hub.ts';
import { withRetries } from '../retry.ts';
import type { Work } from '../work.ts';
import { downloadTimeout } from './download-timeout.ts';
import type { Metadata, Pinned, Source, Wanted } from './source.ts';

type Dict = Readonly<Record<string, unknown>>;
type HubWanted = Wanted['hub'];

function parsed(text: string): VersionSpec {
  return (
    readVersion(text) ??
    fail('K007', `"${text}" is not a valid semantic version.`, {
      hint: 'Write three numbers, and ranges as a list: [">=1.0.0", "<2.0.0"].',
    })
  );
}

/** Whether a version of a package is meant for the dbt that this answers as. */
function isForThisDbt(details: Dict): boolean {
  const required = details['require_dbt_version'];
  if (required === undefined || required === null || required === '') return true;
  const specs = (Array.isArray(required) ? required : [required]).map((each) => parsed(String(each)));
  return satisfies(parsed(DBT_VERSION), specs);
}

/** Versions that may be installed, oldest first. */
function installable(names: readonly string[], withPrereleases: boolean): readonly string[] {
  const byText = new Map<string, string>();
  const versions = names.map((name) => {
    const version = parsed(name);
    byText.set(versionText(version), name);
    return version;
  });
  return versions
    .filter((each) => withPrereleases || each.prerelease === null)
    .sort(compareVersions)
    .map((each) => byText.get(versionText(each)) as string);
}

function newestIn(range: VersionRange, names: readonly string[]): string | undefined {
  const bounds = boundsOf(range);
  let best: { readonly name: string; readonly version: VersionSpec } | undefined;
  for (const name of names) {
    const version = parsed(name);
    if (satisfies(version, bounds) && (best === undefined || compareVersions(best.version, version) < 0))
      best = { name, version };
  }
  return best?.name;
}

function nothingFits(
  wanted: HubWanted,
  request: { readonly range: VersionRange; readonly names: readonly string[]; readonly work: Work },
): never {
  const { range, names, work } = request;
  const note = work.versionCheck
    ? "\n  Not shown: package versions incompatible with installed version of dbt-core\n  To include them, run 'dbt --no-version-check deps'"
    : '';
  const shown = rangeText(range);
  return fail('K002', `no version of ${wanted.package} fits ${shown}`, {
    hint:
      names.length === 0 ? 'There is no version that could be installed.' : `There are ${names.join(', ')}.`,
    dbtMessage: `Could not find a matching compatible version for package ${wanted.package}\n  Requested range: ${shown}\n  Compatible versions: ${pythonRepr(names)}\n${note}`,
  });
}

interface Chosen {
  readonly version: string;
  readonly latest: string;
  readonly details: Dict;
}

async function chooseVersion(wanted: HubWanted, work: Work): Promise<Chosen> {
  const { package: name, versions } = wanted;
  if (!(await hubIndex(work)).includes(name))
    fail('K001', `Package ${name} was not found in the package index`, {
      hint: 'Correct its name in packages.yml.',
    });
  const range = reduceVersions(versions);
  if (range === undefined) {
    const options = pythonRepr(versions.map(versionText));
    const sentence = `Version error for package ${name}: Could not find a satisfactory version from options: ${options}`;
    return fail(
      'K003',
      `what is asked of ${name} excludes each other: ${versions.map(versionText).join(', ')}`,
      {
        dbtMessage: sentence,
      },
    );
  }
  const known = (await hubPackage(work, name)).versions;
  const fitting = Object.keys(known).filter(
    (each) => !work.versionCheck || isForThisDbt(known[each] as Dict),
  );
  const wantsPrereleases = wanted.installPrerelease || versions.some((each) => each.prerelease !== null);
  const names = installable(fitting, wantsPrereleases);
  const version = newestIn(range, names);
  if (version === undefined) return nothingFits(wanted, { range, names, work });
  return { version, latest: names.at(-1) as string, details: known[version] as Dict };
}

function metadataOf(details: Dict, name: string): Metadata {
  const refuse = (sentence: string) =>
    fail('K008', `what the hub says of ${name} cannot be read: ${sentence}`, { dbtMessage: sentence });
  return {
    name: typeof details['name'] === 'string' ? details['name'] : refuse('it has no name'),
    packages: packageSpecs({ entries: details['packages'], refuse }),
  };
}

/** Packages of the hub. */
export const hubSource: Source<'hub'> = {
  fromSpec: (spec) => ({
    kind: 'hub',
    package: spec.package,
    versions: (Array.isArray(spec.version) ? spec.version : [spec.version]).map((each) =>
      parsed(pythonStr(each)),
    ),
    installPrerelease: spec.installPrerelease === true,
  }),
  names: (wanted) => [wanted.package],
  merge: (before, more) => ({ ...before, versions: [...before.versions, ...more.versions] }),
  async pin(wanted, work): Promise<Pinned> {
    const { package: name } = wanted;
    const { version, latest, details } = await chooseVersion(wanted, work);
    const downloads = (details['downloads'] ?? {}) as Dict;
    const install = (folder: string) =>
      withRetries(work, async () => {
        const bytes = await download(work, String(downloads['tarball']), downloadTimeout(work));
        unpackArchive(work, { bytes, what: `${name} ${version}`, checksum: downloads['sha1'], folder });
      });
    return {
      label: name,
      latest,
      version,
      load: async () => ({
        metadata: metadataOf(details, name),
        origin: `version ${version}`,
        lockEntry: () => ({ package: name, version }),
        install,
      }),
    };
  },
};
