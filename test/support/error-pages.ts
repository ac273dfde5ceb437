import { CODES, type CodeEntry } from '../../src/diagnostics/index.ts';

const AREAS: readonly (readonly [prefix: string, title: string])[] = [
  ['C', 'Command line'],
  ['P', 'Project, profile and packages'],
  ['Y', 'YAML'],
  ['J', 'Jinja'],
  ['N', 'Nodes, properties and references'],
  ['S', 'Selection'],
  ['D', 'Database and runs'],
  ['T', 'Tests'],
  ['I', 'Inside Sluice'],
];

function page(code: string, entry: CodeEntry): string {
  return [
    `# ${code}: ${entry.title}`,
    '',
    `*${entry.severity}* · dbt calls it *${entry.kind}*`,
    '',
    entry.explanation,
    '',
    '## What to do',
    '',
    entry.fix,
    '',
  ].join('\n');
}

function index(codes: readonly (readonly [string, CodeEntry])[]): string {
  const lines = [
    '# Error codes',
    '',
    'Generated from `src/diagnostics/codes/` by `scripts/generate-error-docs.mjs`.',
    '',
  ];
  for (const [prefix, title] of AREAS) {
    const own = codes.filter(([code]) => code.startsWith(prefix));
    if (own.length === 0) continue;
    lines.push(`## ${title}`, '', '| code | meaning | severity |', '|---|---|---|');
    for (const [code, entry] of own)
      lines.push(`| [${code}](${code}.md) | ${entry.title} | ${entry.severity} |`);
    lines.push('');
  }
  return lines.join('\n');
}

/** The pages of docs/errors by file name. */
export function errorPages(): ReadonlyMap<string, string> {
  const codes = Object.entries(CODES).sort(([a], [b]) => (a < b ? -1 : 1));
  const pages = codes.map(([code, entry]) => [`${code}.md`, page(code, entry)] as const);
  return new Map([...pages, ['README.md', index(codes)]]);
}
