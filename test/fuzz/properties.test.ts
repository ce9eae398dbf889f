import fc from 'fast-check';
import { expect, test } from 'vitest';
import { damaged } from './mutations.js';
import type { Target } from './target.js';
import { targets } from './targets/index.js';

const runs = { safetensors: 3000, model: 500, csv: 1500, config: 1000, set: 1000, expression: 3000 };

for (const [name, { check, seeds, words }] of Object.entries<Target>(targets)) {
  test(`${name}: sound inputs, and ${runs[name as keyof typeof runs]} damaged ones, are read or refused`, async () => {
    const sound = await seeds();
    for (const seed of sound) await check(seed);
    await fc.assert(
      fc.asyncProperty(damaged(sound, words), async (input) => {
        await check(input);
      }),
      { numRuns: runs[name as keyof typeof runs] },
    );
    expect(sound.length).toBeGreaterThan(3);
  });
}
