import { expect, test } from 'vitest';
import { mlp } from '../helpers/cli.js';
import { seeds, trained } from './configs.js';

test.each(seeds)(
  'circle-basis: a linear head is enough for x1^2 and x2^2, and not without them, seed %i',
  async (seed) => {
    const { metrics } = await trained('circle-basis', seed);
    // Labels near the rim are moved by noise: the same bound as in test/configs.
    expect(metrics.test.accuracy).toBeGreaterThanOrEqual(0.93);
    const plain = await trained('circle-basis', seed, 'data.basis=[]');
    // No line has much more right than the half of the rows that lies in the ring, and what it cuts off of the disc.
    expect(plain.metrics.train.accuracy).toBeLessThan(0.75);
  },
);

test('the basis is stored with the model: predict needs the columns alone', async () => {
  const { run } = await trained('circle-basis', 0);
  const { code, stdout } = await mlp(['predict', run], { stdin: 'x1,x2\n0,0\n4,1\n-3,-3\n' });
  expect(code).toBe(0);
  expect(stdout.match(/^-?1(?=,)/gm)).toEqual(['1', '-1', '-1']);
});
