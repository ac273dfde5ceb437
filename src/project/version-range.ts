/** dbt's version requirements: full semantic versions, each with a matcher; all of a list must hold. */
export interface VersionSpec {
  readonly matcher: '=' | '>' | '>=' | '<' | '<=';
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  readonly prerelease: string | null;
  readonly build: string | null;
}

const NUMBER = '(0|[1-9]\\d*)';
const TAG = '(?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)';
const VERSION = new RegExp(
  `^(>=|>|<=|<|=)?${NUMBER}\\.${NUMBER}\\.${NUMBER}(?:-?(${TAG}(?:\\.${TAG})*))?(?:\\+([0-9A-Za-z-]*(?:\\.[0-9A-Za-z-]*)*))?$`,
);

/** Reads one requirement such as `>=1.8.0`; undefined when it is not a full semantic version. */
export function readVersion(text: string): VersionSpec | undefined {
  const match = VERSION.exec(text);
  if (match === null) return undefined;
  return {
    matcher: (match[1] ?? '=') as VersionSpec['matcher'],
    major: Number(match[2]),
    minor: Number(match[3]),
    patch: Number(match[4]),
    prerelease: match[5] ?? null,
    build: match[6] ?? null,
  };
}

/** A requirement as dbt prints it, matcher included. */
export function versionText(version: VersionSpec): string {
  const { matcher, major, minor, patch } = version;
  const prerelease = version.prerelease === null ? '' : `-${version.prerelease}`;
  return `${matcher}${major}.${minor}.${patch}${prerelease}${version.build === null ? '' : `+${version.build}`}`;
}

function comparePrerelease(a: string, b: string): number {
  const left = a.split('.');
  const right = b.split('.');
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const [one, two] = [left[at] as string, right[at] as string];
    if (one === two) continue;
    const [oneIsNumber, twoIsNumber] = [/^\d+$/.test(one), /^\d+$/.test(two)];
    if (oneIsNumber && twoIsNumber) return Number(one) - Number(two);
    if (oneIsNumber !== twoIsNumber) return oneIsNumber ? -1 : 1;
    return one < two ? -1 : 1;
  }
  return left.length - right.length;
}

/** Orders versions without their matchers. A pre-release of a limit's own version stays outside of `<limit`. */
function compare(bound: VersionSpec, version: VersionSpec): number {
  for (const key of ['major', 'minor', 'patch'] as const) {
    if (bound[key] !== version[key]) return bound[key] - version[key];
  }
  if (bound.prerelease === null && version.prerelease === null) return 0;
  if (bound.prerelease === null) return bound.matcher === '<' ? -1 : 1;
  return version.prerelease === null ? -1 : comparePrerelease(bound.prerelease, version.prerelease);
}

const HOLDS: Readonly<Record<VersionSpec['matcher'], (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '>': (order) => order < 0,
  '>=': (order) => order <= 0,
  '<': (order) => order > 0,
  '<=': (order) => order >= 0,
};

/** Whether `version` lies inside all requirements. */
export function satisfies(version: VersionSpec, requirements: readonly VersionSpec[]): boolean {
  return requirements.every((each) => HOLDS[each.matcher](compare(each, version)));
}

const isLower = (spec: VersionSpec) => spec.matcher === '>' || spec.matcher === '>=';
const isUpper = (spec: VersionSpec) => spec.matcher === '<' || spec.matcher === '<=';

function clash(a: VersionSpec, b: VersionSpec): boolean {
  if (a.matcher === '=') return !HOLDS[b.matcher](compare(b, a));
  if (b.matcher === '=') return clash(b, a);
  const [lower, upper] = isLower(a) ? [a, b] : [b, a];
  if (!isLower(lower) || !isUpper(upper)) return false;
  const order = compare(lower, upper);
  return order > 0 || (order === 0 && (lower.matcher === '>' || upper.matcher === '<'));
}

/** Whether any version at all can satisfy the requirements. */
export function isPossible(requirements: readonly VersionSpec[]): boolean {
  return !requirements.some((a, at) => requirements.slice(at + 1).some((b) => clash(a, b)));
}
