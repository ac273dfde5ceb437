import { join } from 'node:path';
import { isMapping, mappingEntries, mappingRecord, pythonRepr } from '../base/index.ts';
import { parseYaml } from '../base/yaml/index.ts';
import { dumpYaml } from '../base/yaml-dump/index.ts';
import { type PackageSpec, packageSpecs } from '../project/index.ts';
import { fail } from './failure.ts';
import { tell, type Work } from './work.ts';

type Dict = Readonly<Record<string, unknown>>;

/** The package of `--add-package`. */
export interface NewPackage {
  readonly name: string;
  readonly version: string | null;
  readonly source: 'hub' | 'git' | 'local';
}

/** `name@version`; without a version, or with more than one `@`, everything is the name. */
export function readNewPackage(text: string, source: NewPackage['source']): NewPackage {
  const parts = text.split('@');
  const [name, version] = parts.length === 2 ? (parts as [string, string]) : [text, null];
  if (!version && source !== 'local')
    fail('C003', `Version is required in --add-package when a package when source is ${source}`, {
      hint: 'Write it as name@version.',
    });
  return { name, version, source };
}

function entryOf({ name, version, source }: NewPackage): Dict {
  const entry = { [source === 'hub' ? 'package' : source]: name };
  if (!version) return entry;
  return {
    ...entry,
    [source === 'git' ? 'revision' : 'version']: version.includes(',') ? version.split(',') : version,
  };
}

/** A name as hub and git may write it: with hyphens or underscores, with or without its namespace. */
function variantsOf(name: string): ReadonlySet<string> {
  const short = name.split('/').at(-1) as string;
  const all = [name, short].flatMap((each) => [each, each.replaceAll('_', '-'), each.replaceAll('-', '_')]);
  return new Set(all);
}

/** Whether an address names one of the variants, between its ends, slashes and dots. */
function isNamed(address: string, variants: ReadonlySet<string>): boolean {
  return [...variants].some((variant) => {
    const at = address.indexOf(variant);
    if (at < 0) return false;
    const isEdge = (char: string | undefined) => char === undefined || char === '/' || char === '.';
    return isEdge(address[at - 1]) && isEdge(address[at + variant.length]);
  });
}

const isLoggable = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number';

/** The entries without those of the package that is added. */
function withoutDuplicates(work: Work, entries: readonly unknown[], name: string): readonly unknown[] {
  const variants = variantsOf(name);
  const removed = entries.filter((entry) => {
    const fields: Dict = isMapping(entry) ? mappingRecord(entry) : {};
    const address = ['package', 'git', 'local', 'tarball', 'private'].map((key) => fields[key]).find(Boolean);
    return typeof address === 'string' && isNamed(address, variants);
  });
  for (const entry of [...removed].reverse()) {
    const shown = Object.fromEntries(mappingEntries(entry as Dict).filter(([, value]) => isLoggable(value)));
    tell(work, 'info', {
      name: 'DepsFoundDuplicatePackage',
      text: `Found duplicate package in packages.yml, removing: ${pythonRepr(shown)}`,
      data: { removed_package: shown },
    });
  }
  return entries.filter((entry) => !removed.includes(entry));
}

function readEntries(text: string, path: string): Dict {
  const { value } = parseYaml(text);
  if (isMapping(value) && Array.isArray(mappingRecord(value)['packages'])) return mappingRecord(value);
  return fail('P043', `${path} holds no list 'packages' that could be added to`);
}

function specsOf(content: Dict): readonly PackageSpec[] {
  const refuse = (sentence: string): never =>
    fail('P043', sentence, {
      dbtMessage: `The packages.yml file in this project is malformed. Please double check\nthe contents of this file and fix any errors before retrying.\n\nYou can find more information on the syntax for this file here:\nhttps://docs.getdbt.com/docs/package-management\n\nValidator Error:\n${sentence}\n`,
    });
  const others = Object.keys(content).filter((key) => key !== 'packages');
  if (others.length > 0)
    refuse(
      `Additional properties are not allowed (${others.map((key) => `'${key}'`).join(', ')} ${others.length === 1 ? 'was' : 'were'} unexpected)`,
    );
  return packageSpecs({ entries: content['packages'], refuse });
}

/** Writes a package into packages.yml or dependencies.yml. Answers all that is asked for now, read without its Jinja. */
export function addPackage(work: Work, added: NewPackage, fileName: string): readonly PackageSpec[] {
  const { files } = work.host;
  const path = join(work.root, fileName);
  if (!files.exists(path)) {
    files.writeAtomic(path, 'packages: []\n');
    tell(work, 'info', {
      name: 'Formatting',
      text: 'Created packages.yml',
      data: { msg: 'Created packages.yml' },
    });
  }
  const content = readEntries(files.readText(path), fileName);
  const kept = withoutDuplicates(work, content['packages'] as readonly unknown[], added.name);
  const changed = { ...content, packages: [...kept, entryOf(added)] };
  const specs = specsOf(changed);
  files.writeAtomic(path, dumpYaml(changed, { sortKeys: true, indentsLists: true }));
  const version = added.version ?? '';
  tell(work, 'info', {
    name: 'DepsAddPackage',
    text: `Added new package ${added.name}@${version} to ${path}`,
    data: { package_name: added.name, version, packages_filepath: path },
  });
  return specs;
}
