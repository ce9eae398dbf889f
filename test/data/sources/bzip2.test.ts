import { expect, test } from 'vitest';
import { readBytes } from '../../../src/data/sources/bytes.js';

/** Lines of x,y, compressed by bzip2. */
const packed = Buffer.from(
  'QlpoOTFBWSZTWb9ZXDcAAJBZgAAQAAR/4D////AwAKsGAANABv1UDAQxo2p5qgAB6gaGmg0Unv1VH7VI0AAAAejjlJ13578pK2Nc' +
    '/OGlaolsa58ACwAAA1AFW41VjFVnHrnP8+a+DYBoAJASEEKQwYMGECCnTp06dOnTrde739yXDAABQpkAsoRIBZQiQCyhEgFlCkuA' +
    'AAAAAA/JKItML+LuSKcKEhfrK4bg',
  'base64',
);

async function read(input: Uint8Array): Promise<string> {
  let text = '';
  try {
    for await (const chunk of readBytes({ name: 'd.csv.bz2', input })) text += Buffer.from(chunk);
    return text;
  } catch (error) {
    return (error as Error).message;
  }
}

test('a file that is whole is read', async () => {
  expect(await read(packed)).toMatch(/^x,y\n0,a\n1,b\n[a-z\d,\n]*\n59,h\n$/);
});

test('whatever byte is damaged, and wherever the file is cut off, the message is one of ours', async () => {
  const begin = 'd.csv.bz2: not a whole bzip2 file';
  const messages = [`${begin} (its bytes are damaged)`, `${begin} (it ends too early)`];
  const found = new Set<string>();
  // the first ten bytes say that it is bzip2
  for (let at = 10; at < packed.length; at++) {
    const damaged = Uint8Array.from(packed, (byte, i) => (i === at ? byte ^ 0x55 : byte));
    for (const bytes of [damaged, packed.subarray(0, at)]) found.add(await read(bytes));
  }
  expect([...found].sort()).toEqual(messages.sort());
});
