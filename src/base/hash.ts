import { createHash } from 'node:crypto';

/** Hex MD5 of UTF-8 text or bytes; dbt uses it for ids and short names. */
export function md5(content: string | Uint8Array): string {
  return createHash('md5').update(content).digest('hex');
}

/** Hex SHA-256 of UTF-8 text or bytes; dbt uses it for file checksums. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
