import { sha256 } from '../../base/index.ts';
import type { Checksum } from '../../domain/index.ts';
import type { Host } from '../../host/index.ts';

/** What Python's `str.strip` and `str.split` take for white space; JavaScript's own idea differs by a few characters. */
const SPACE = '[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
const AROUND = new RegExp(`^${SPACE}+|${SPACE}+$`, 'g');
const BETWEEN = new RegExp(`${SPACE}+`, 'g');

/** Python's `text.strip()`. */
export function stripped(text: string): string {
  return text.replace(AROUND, '');
}

/** dbt's checksum of a file: SHA-256 of its text with every run of white space as one space. */
export function textChecksum(contents: string): Checksum {
  return { name: 'sha256', checksum: sha256(contents.replace(BETWEEN, ' ')) };
}

/** No checksum: generic tests, whose text is made up. */
export const NO_CHECKSUM: Checksum = Object.freeze({ name: 'none', checksum: '' });

const MEBIBYTE = 1024 * 1024;

/** dbt's checksum of a seed: of its stripped text, or its path when it is larger than the limit (in MiB, 0 for none). */
export function seedChecksum(options: {
  readonly host: Host;
  readonly absolutePath: string;
  readonly originalFilePath: string;
  readonly limitMebibytes: number;
}): Checksum {
  const { host, absolutePath, originalFilePath, limitMebibytes } = options;
  if (limitMebibytes !== 0 && host.files.isLarger(absolutePath, limitMebibytes * MEBIBYTE)) {
    return { name: 'path', checksum: originalFilePath };
  }
  const text = host.files.readText(absolutePath).replace(/\r\n?/g, '\n');
  return { name: 'sha256', checksum: sha256(stripped(text)) };
}
