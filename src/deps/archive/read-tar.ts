/** One entry of a tar archive. */
export interface TarEntry {
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'symbolic link' | 'hard link' | 'other';
  /** Where a link leads, as written. */
  readonly target: string;
  readonly isExecutable: boolean;
  readonly content: Uint8Array;
}

/** The bytes are no tar archive, or end too early. */
export class DamagedArchive extends Error {}

const BLOCK = 512;

const KINDS: Readonly<Record<string, TarEntry['kind']>> = {
  '\0': 'file',
  '0': 'file',
  '7': 'file',
  '1': 'hard link',
  '2': 'symbolic link',
  '5': 'folder',
};

/** Attributes that extended headers set for what follows. */
interface Attributes {
  path?: string;
  linkpath?: string;
  size?: string;
}

const utf8 = new TextDecoder('utf-8');

function textField(block: Uint8Array, start: number, length: number): string {
  const bytes = block.subarray(start, start + length);
  const end = bytes.indexOf(0);
  return utf8.decode(end < 0 ? bytes : bytes.subarray(0, end));
}

/** A number in octal digits, or big-endian binary when the first bit is set. */
function numberField(block: Uint8Array, start: number, length: number): number {
  if (((block[start] as number) & 0x80) !== 0) {
    let value = (block[start] as number) & 0x7f;
    for (const byte of block.subarray(start + 1, start + length)) value = value * 256 + byte;
    return value;
  }
  const digits = textField(block, start, length).trim();
  if (digits === '') return 0;
  if (!/^[0-7]+$/.test(digits))
    throw new DamagedArchive('a header of the archive holds no number where one belongs');
  return Number.parseInt(digits, 8);
}

function checkHeader(block: Uint8Array): void {
  let sum = 0;
  for (let at = 0; at < BLOCK; at++) sum += at >= 148 && at < 156 ? 32 : (block[at] as number);
  if (sum !== numberField(block, 148, 8))
    throw new DamagedArchive('a header of the archive has the wrong checksum');
}

/** `<length> <key>=<value>\n`, repeated. */
function readAttributes(bytes: Uint8Array): Attributes {
  const found: Record<string, string> = {};
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(32, at);
    const length = space < 0 ? Number.NaN : Number(utf8.decode(bytes.subarray(at, space)));
    if (!Number.isInteger(length) || length <= 0 || at + length > bytes.length)
      throw new DamagedArchive('an extended header of the archive cannot be read');
    const [key = '', ...value] = utf8.decode(bytes.subarray(space + 1, at + length - 1)).split('=');
    found[key] = value.join('=');
    at += length;
  }
  return found;
}

function pathOf(block: Uint8Array): string {
  const name = textField(block, 0, 100);
  const isUstar = textField(block, 257, 5) === 'ustar';
  const prefix = isUstar && block[263] === 48 ? textField(block, 345, 155) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

function withoutNull(bytes: Uint8Array): string {
  return textField(bytes, 0, bytes.length);
}

/**
 * The entries of an unpacked tar archive in their order: ustar, with the extended headers of POSIX and GNU. Nothing is judged
 * here. Throws a `DamagedArchive` where the bytes make no sense.
 */
export function* readTar(archive: Uint8Array): Generator<TarEntry> {
  let global: Attributes = {};
  let next: Attributes = {};
  let seen = 0;
  for (let at = 0; at + BLOCK <= archive.length; ) {
    const block = archive.subarray(at, at + BLOCK);
    at += BLOCK;
    if (block.every((byte) => byte === 0)) {
      if (seen === 0) throw new DamagedArchive('the archive is empty');
      return;
    }
    checkHeader(block);
    const type = String.fromCharCode(block[156] as number);
    const attributes = { ...global, ...next };
    const isMeta = 'xgLK'.includes(type);
    const size =
      isMeta || attributes.size === undefined ? numberField(block, 124, 12) : Number(attributes.size);
    const hasContent = isMeta || (KINDS[type] ?? 'other') === 'file' || KINDS[type] === undefined;
    const length = hasContent ? size : 0;
    if (!(at + length <= archive.length)) throw new DamagedArchive('the archive ends too early');
    const content = archive.subarray(at, at + length);
    at += Math.ceil(length / BLOCK) * BLOCK;
    if (type === 'g') global = { ...global, ...readAttributes(content) };
    else if (type === 'x') next = { ...next, ...readAttributes(content) };
    else if (type === 'L') next = { ...next, path: withoutNull(content) };
    else if (type === 'K') next = { ...next, linkpath: withoutNull(content) };
    else {
      seen++;
      yield entryOf(block, { type, content, attributes });
      next = {};
    }
  }
  if (seen === 0) throw new DamagedArchive('this is no tar archive');
  throw new DamagedArchive('the archive ends too early');
}

function entryOf(
  block: Uint8Array,
  parts: { readonly type: string; readonly content: Uint8Array; readonly attributes: Attributes },
): TarEntry {
  const { type, content, attributes } = parts;
  const path = attributes.path ?? pathOf(block);
  const isOldFolder = (type === '0' || type === '\0') && path.endsWith('/');
  return {
    path,
    kind: isOldFolder ? 'folder' : (KINDS[type] ?? 'other'),
    target: attributes.linkpath ?? textField(block, 157, 100),
    isExecutable: (numberField(block, 100, 8) & 0o100) !== 0,
    content,
  };
}
