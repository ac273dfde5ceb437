interface Range {
  readonly from: number;
  readonly to: number;
}

/** The longest run of letters that both ranges have; of several the first. */
function longestMatch(a: string, b: string, inA: Range, inB: Range) {
  let best = { a: inA.from, b: inB.from, size: 0 };
  let before = new Map<number, number>();
  for (let i = inA.from; i < inA.to; i++) {
    const lengths = new Map<number, number>();
    for (let j = inB.from; j < inB.to; j++) {
      if (a[i] !== b[j]) continue;
      const size = (before.get(j - 1) ?? 0) + 1;
      lengths.set(j, size);
      if (size > best.size) best = { a: i - size + 1, b: j - size + 1, size };
    }
    before = lengths;
  }
  return best;
}

function matchedLetters(a: string, b: string, inA: Range, inB: Range): number {
  const match = longestMatch(a, b, inA, inB);
  if (match.size === 0) return 0;
  const left = matchedLetters(a, b, { from: inA.from, to: match.a }, { from: inB.from, to: match.b });
  const right = matchedLetters(
    a,
    b,
    { from: match.a + match.size, to: inA.to },
    { from: match.b + match.size, to: inB.to },
  );
  return match.size + left + right;
}

/** How much of two words is the same, from 0 to 1: the measure of Python's difflib. */
function similarity(a: string, b: string): number {
  const whole = (text: string) => ({ from: 0, to: text.length });
  return (2 * matchedLetters(a, b, whole(a), whole(b))) / (a.length + b.length);
}

/** The up to three words that are most like `word`, as click proposes them for a mistyped option or command. */
export function closeMatches(word: string, candidates: Iterable<string>): readonly string[] {
  return [...candidates]
    .map((candidate) => ({ candidate, score: similarity(candidate, word) }))
    .filter(({ score }) => score >= 0.6)
    .sort((a, b) => b.score - a.score || (a.candidate < b.candidate ? 1 : -1))
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** ` Did you mean 'build'?`, or nothing. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const found = [...closeMatches(word, candidates)].sort();
  if (found.length === 0) return '';
  const shown = found.map((each) => `'${each}'`).join(', ');
  return found.length === 1 ? ` Did you mean ${shown}?` : ` (Did you mean one of: ${shown}?)`;
}
