import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withModel } from './support.js';

test('row 53: a model cut off at every byte, and with every bit turned, is refused by the program', async () => {
  const world = await withModel();
  const file = join(world.directory, 'model/model.safetensors');
  const good = readFileSync(file);
  const refused = async (bytes: Uint8Array, what: string) => {
    writeFileSync(file, bytes);
    const { code, stdout, stderr } = await world.mlp('inspect model');
    expect({ what, code, stdout }).toEqual({ what, code: 65, stdout: '' });
    expect(stderr).toMatch(/^error: \S+model\.safetensors: /);
  };
  for (let length = 0; length < good.length; length++)
    await refused(good.subarray(0, length), `${length} bytes`);
  const damaged = Buffer.from(good);
  for (let bit = 0; bit < 8 * good.length; bit++) {
    damaged[bit >> 3] ^= 1 << (bit & 7);
    await refused(damaged, `bit ${bit}`);
    damaged[bit >> 3] ^= 1 << (bit & 7);
  }
  process.stdout.write(`  ${good.length} lengths and ${8 * good.length} bits, all refused\n`);
});
