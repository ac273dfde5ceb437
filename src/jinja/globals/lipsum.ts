import { requireIndex } from '../methods/method.ts';
import { truth } from '../runtime/iteration.ts';

const WORDS =
  'lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut labore'.split(
    ' ',
  );

function paragraph(words: number): string {
  const picked = Array.from(
    { length: words },
    () => WORDS[Math.floor(Math.random() * WORDS.length)] as string,
  );
  const text = picked.join(' ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** Paragraphs of filler text; HTML unless told otherwise. */
export function lipsum([count = 5, html = true, least = 20, most = 100]: readonly unknown[]): string {
  const [low, high] = [requireIndex(least), requireIndex(most)];
  const size = () => low + Math.floor(Math.random() * Math.max(1, high - low));
  const paragraphs = Array.from({ length: Math.min(1000, requireIndex(count)) }, () =>
    paragraph(Math.min(size(), 1000)),
  );
  return truth(html) ? paragraphs.map((each) => `<p>${each}</p>`).join('\n') : paragraphs.join('\n\n');
}
