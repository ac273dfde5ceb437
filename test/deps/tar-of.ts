/** One entry of an archive that a test makes. */
export interface TarPart {
  readonly path: string;
  /** `0` file (default), `1` hard link, `2` symbolic link, `3` device, `5` folder, `x` and `L` headers. */
  readonly type?: string;
  readonly text?: string;
  readonly target?: string;
  readonly mode?: number;
}

const octal = (value: number, width: number) => `${value.toString(8).padStart(width - 1, '0')}\0`;

function header(part: TarPart, size: number): Buffer {
  const block = Buffer.alloc(512);
  block.write(part.path.slice(0, 100), 0);
  block.write(octal(part.mode ?? 0o644, 8), 100);
  block.write(octal(0, 8), 108);
  block.write(octal(0, 8), 116);
  block.write(octal(size, 12), 124);
  block.write(octal(0, 12), 136);
  block.write('        ', 148);
  block.write(part.type ?? '0', 156);
  block.write(part.target ?? '', 157);
  block.write('ustar\x0000', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

/** A tar archive of these entries; names longer than a header holds go before their entry, as GNU tar writes them. */
export function tarOf(parts: readonly TarPart[]): Buffer {
  const blocks: Buffer[] = [];
  const add = (part: TarPart, content: Buffer) => {
    const padding = Buffer.alloc((512 - (content.length % 512)) % 512);
    blocks.push(header(part, content.length), content, padding);
  };
  for (const part of parts) {
    if (part.path.length > 100) add({ path: '././@LongLink', type: 'L' }, Buffer.from(`${part.path}\0`));
    add(part, Buffer.from(part.text ?? ''));
  }
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}
