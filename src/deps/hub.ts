import { pythonRepr } from '../base/index.ts';
import { diagnostic } from '../diagnostics/index.ts';
import { ask } from './download.ts';
import { Passing, withRetries } from './retry.ts';
import { tell, type Work } from './work.ts';

const STANDARD_HUB = 'https://hub.getdbt.com/';
/** Milliseconds. */
const TIMEOUT = 30_000;

type Dict = Readonly<Record<string, unknown>>;

/** What the hub knows of a package: its versions by their names, in the order of the answer. */
export interface HubPackage {
  readonly versions: Readonly<Record<string, Dict>>;
}

function addressOf(work: Work, name: string): string {
  const base = work.host.env.get('DBT_PACKAGE_HUB_URL') || STANDARD_HUB;
  return `${base}api/v1/${name}.json`;
}

const isDict = (value: unknown): value is Dict =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

async function readJson(work: Work, url: string, kind: 'Registry' | 'RegistryIndex'): Promise<unknown> {
  const what = kind === 'Registry' ? 'package registry' : 'package index registry';
  const whose = kind === 'Registry' ? 'registry' : 'registry index';
  const request = `Making ${what} request: GET ${url}`;
  tell(work, 'debug', { name: `${kind}ProgressGETRequest`, text: request, data: { url } });
  const { status, statusText, body } = await ask(work, url, TIMEOUT);
  tell(work, 'debug', {
    name: `${kind}ProgressGETResponse`,
    text: `Response from ${whose}: GET ${url} ${status}`,
    data: { url, resp_code: status },
  });
  if (status >= 400) {
    const side = status < 500 ? 'Client' : 'Server';
    throw new Passing('K008', `${status} ${side} Error: ${statusText} for url: ${url}`);
  }
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    throw new Passing('K008', `the answer of ${url} is not JSON`);
  }
}

/** All package names of the hub. */
export async function hubIndex(work: Work): Promise<readonly string[]> {
  work.hub.index ??= await withRetries(work, async () => {
    const names = await readJson(work, addressOf(work, 'index'), 'RegistryIndex');
    if (Array.isArray(names)) return names.map(String);
    throw new Passing('K008', 'Request error: the response of the package index is not a list');
  });
  return work.hub.index;
}

function missingKeys(expected: readonly string[], found: ReadonlySet<string>): readonly string[] {
  return expected.filter((key) => !found.has(key));
}

/** Throws when the answer lacks what every package has; asking again may give a whole one. */
function checkAnswer(work: Work, answer: unknown): asserts answer is Dict & HubPackage {
  const refuse = (name: string, text: string, message: string): never => {
    tell(work, 'debug', {
      name,
      text: `${text}: ${pythonRepr(answer)}`,
      data: { response: pythonRepr(answer) },
    });
    throw new Passing('K008', `Request error: ${message}`);
  };
  if (!isDict(answer))
    return refuse(
      'RegistryResponseUnexpectedType',
      'Response was None',
      'Expected a response type of <dict>',
    );
  const top = missingKeys(['name', 'versions'], new Set(Object.keys(answer)));
  if (top.length > 0 || !isDict(answer['versions'])) {
    const message = `Expected the response to contain keys name, versions but is missing ${top.join(', ')}`;
    return refuse('RegistryResponseMissingTopKeys', 'Response missing top level keys', message);
  }
  const keys = Object.values(answer['versions']).flatMap((each) => (isDict(each) ? Object.keys(each) : []));
  const nested = missingKeys(['name', 'packages', 'downloads'], new Set(keys));
  if (nested.length === 0) return;
  const message = `Expected the response for the version to contain keys name, packages, downloads but is missing ${nested.join(', ')}`;
  refuse('RegistryResponseMissingNestedKeys', 'Response missing nested keys', message);
}

function warnOfNewName(work: Work, oldName: string, answer: Dict): void {
  if (!('redirectnamespace' in answer) && !('redirectname' in answer)) return;
  const [namespace = '', name = ''] = oldName.split('/');
  const newSpace = answer['redirectnamespace'] || answer['namespace'] || namespace;
  const newName = `${newSpace}/${answer['redirectname'] || answer['name'] || name}`;
  work.sink.report(
    diagnostic('K020', `the package ${oldName} is named ${newName} now`, {
      hint: `Write ${newName} in packages.yml.`,
      dbtMessage: `The \`${oldName}\` package is deprecated in favor of \`${newName}\`. Please update your \`packages.yml\` configuration to use \`${newName}\` instead.`,
    }),
  );
}

/** What the hub says of a package; it warns when the package has another name now. */
export async function hubPackage(work: Work, name: string): Promise<HubPackage> {
  const known = work.hub.packages.get(name);
  if (known !== undefined) return known;
  const answer = await withRetries(work, async () => {
    const read = await readJson(work, addressOf(work, name), 'Registry');
    checkAnswer(work, read);
    return read;
  });
  warnOfNewName(work, name, answer);
  work.hub.packages.set(name, answer);
  return answer;
}
