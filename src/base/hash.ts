import { hash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** Hex MD5 of UTF-8 text or bytes; dbt uses it for ids and short names. */
export function md5(content: string | Uint8Array): string {
  return hash('md5', content);
}

/** Hex SHA-256 of UTF-8 text or bytes; dbt uses it for file checksums. */
export function sha256(content: string | Uint8Array): string {
  return hash('sha256', content);
}

/** CRC-32 of bytes, going on from that of the bytes before. It finds accidents; it keeps nobody out. */
export function checksum(bytes: Uint8Array, before = 0): number {
  return crc32(bytes, before);
}

/** Hex SHA-1 of UTF-8 text or bytes; dbt's lock file and the package hub use it. */
export function sha1(content: string | Uint8Array): string {
  return hash('sha1', content);
}
