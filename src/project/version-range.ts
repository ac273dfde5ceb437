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
    const [oneIsNumber, twoIsNumber] = [/^\d+$/.test(one), /^\d+$/.test(two)];
    if (oneIsNumber !== twoIsNumber) return oneIsNumber ? -1 : 1;
    if (oneIsNumber && Number(one) !== Number(two)) return Number(one) - Number(two);
    if (!oneIsNumber && one !== two) return one < two ? -1 : 1;
  }
  return a.length - b.length;
}

const isLower = ({ matcher }: VersionSpec) => matcher === '>' || matcher === '>=';
const isUpper = ({ matcher }: VersionSpec) => matcher === '<' || matcher === '<=';

/** Bounds of one version in the order in which they lie: `<1`, then `<=1`, `=1` and `>=1`, then `>1`. */
function compareMatchers(a: VersionSpec, b: VersionSpec): number {
  const meet = (one: VersionSpec, two: VersionSpec) => one.matcher === '>=' && two.matcher === '<=';
  if (meet(a, b) || meet(b, a)) return 0;
  const before = (one: VersionSpec, two: VersionSpec) =>
    (one.matcher === '<' && two.matcher === '<=') ||
    (one.matcher === '>=' && two.matcher === '>') ||
    (isUpper(one) && isLower(two));
  if (before(a, b)) return -1;
  const after = (one: VersionSpec, two: VersionSpec) =>
    (two.matcher === '<' && one.matcher === '<=') ||
    (one.matcher === '>' && two.matcher === '>=') ||
    (isLower(one) && isUpper(two));
  return after(a, b) ? 1 : 0;
}

/**
 * Orders two requirements as dbt does: by their versions, then by what their matchers leave out. A pre-release of a limit's
 * own version stays outside of `<limit`. Negative when `a` lies first.
 */
export function compareVersions(a: VersionSpec, b: VersionSpec): number {
  for (const key of ['major', 'minor', 'patch'] as const) if (a[key] !== b[key]) return a[key] - b[key];
  if (a.prerelease === null && b.prerelease !== null) return a.matcher === '<' ? -1 : 1;
  if (a.prerelease !== null && b.prerelease === null) return -1;
  const order =
    a.prerelease === null || b.prerelease === null ? 0 : comparePrerelease(a.prerelease, b.prerelease);
  return order !== 0 ? order : compareMatchers(a, b);
}

/** What a list of requirements comes to; a side without a bound is null. */
export interface VersionRange {
  readonly start: VersionSpec | null;
  readonly end: VersionSpec | null;
}

const ANY: VersionRange = { start: null, end: null };

function rangeOf(spec: VersionSpec): VersionRange {
  if (spec.matcher === '=') return { start: spec, end: spec };
  return isLower(spec) ? { start: spec, end: null } : { start: null, end: spec };
}

/** The narrower of two bounds of one side; undefined when they exclude each other. */
function narrower(a: VersionSpec, b: VersionSpec, side: 1 | -1): VersionSpec | undefined {
  if (a.matcher === '=' || b.matcher === '=') {
    const [exact, bound] = a.matcher === '=' ? [a, b] : [b, a];
    const order = compareVersions(bound, exact) * side;
    const reaches = order === 0 && (bound.matcher === '>=' || bound.matcher === '<=');
    return order < 0 || reaches ? exact : undefined;
  }
  return compareVersions(a, b) * side < 0 ? b : a;
}

function combine(a: VersionRange, b: VersionRange): VersionRange | undefined {
  const bothExact = a.start?.matcher === '=' && b.start?.matcher === '=';
  if (bothExact)
    return compareVersions(a.start as VersionSpec, b.start as VersionSpec) === 0
      ? { start: a.start, end: a.start }
      : undefined;
  const start = a.start === null || b.start === null ? (a.start ?? b.start) : narrower(a.start, b.start, 1);
  const end = a.end === null || b.end === null ? (a.end ?? b.end) : narrower(a.end, b.end, -1);
  if (start === undefined || end === undefined) return undefined;
  return start !== null && end !== null && compareVersions(start, end) > 0 ? undefined : { start, end };
}

/** The range that satisfies all requirements; undefined when they exclude each other. */
export function reduceVersions(specs: readonly VersionSpec[]): VersionRange | undefined {
  const last = specs.at(-1);
  if (last === undefined) return ANY;
  let range: VersionRange | undefined = rangeOf(last);
  for (const spec of specs.slice(0, -1)) {
    range = combine(range, rangeOf(spec));
    if (range === undefined) return undefined;
  }
  return range;
}

/** A range as dbt prints it. */
export function rangeText({ start, end }: VersionRange): string {
  const bounds = [start, end].filter((bound) => bound !== null).map(versionText);
  return bounds.length === 0 ? 'ANY' : bounds.join(', ');
}

/** Whether `version` lies inside all requirements. */
export function satisfies(version: VersionSpec, requirements: readonly VersionSpec[]): boolean {
  return reduceVersions([version, ...requirements]) !== undefined;
}

/** Whether any version at all can satisfy the requirements. */
export function isPossible(requirements: readonly VersionSpec[]): boolean {
  return requirements.length < 2 || reduceVersions(requirements) !== undefined;
}

/** The bounds of a range as requirements. */
export function boundsOf({ start, end }: VersionRange): readonly VersionSpec[] {
  return [start, end].filter((bound) => bound !== null);
}
