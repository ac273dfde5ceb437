const sum = (all, test) => all.filter(test).length;
const range = (numbers) =>
  numbers.length === 0 ? '' : `${Math.min(...numbers).toFixed(2)} to ${Math.max(...numbers).toFixed(2)}`;

function rowOf(name, all) {
  const kills = all.filter((each) => each.kill !== null);
  const inPhase = (phase) => sum(kills, (each) => each.kill.phase === phase);
  return [
    name,
    kills.length,
    range(kills.map((each) => each.kill.at)),
    inPhase('before'),
    inPhase('writing'),
    inPhase('between'),
    inPhase('after'),
    sum(kills, (each) => each.kill.isBetween),
    sum(all, (each) => each.faults.length > 0),
  ];
}

const HEAD = [
  'what is killed',
  'kills',
  'moment, s',
  'before the first node',
  'while a statement writes',
  'between statements',
  'after the last node',
  'between commit and journal',
  'broken promises',
];

/** The spread of kills as a table in Markdown: a row for each scenario, and one for all. */
export function tableOf(results, names) {
  const rows = names.map((name) =>
    rowOf(
      name,
      results.filter((each) => each.name === name),
    ),
  );
  const lines = [HEAD, ['---', ...HEAD.slice(1).map(() => '---:')], ...rows, rowOf('all', results)];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
