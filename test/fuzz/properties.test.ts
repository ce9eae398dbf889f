import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../helpers/runs.js';
import { damaged } from './mutations.js';
import type { Target } from './target.js';
import { targets } from './targets/index.js';

const counts = { safetensors: 3000, model: 500, csv: 1500, config: 1000, set: 1000, expression: 3000 };

for (const [name, { check, seeds, words }] of Object.entries<Target>(targets)) {
  const count = counts[name as keyof typeof counts];
  const numRuns = runs(count / 10, count);
  test(`${name}: sound inputs, and ${numRuns} damaged ones, are read or refused`, async () => {
    const sound = await seeds();
    for (const seed of sound) await check(seed);
    await fc.assert(
      fc.asyncProperty(damaged(sound, words), async (input) => {
        await check(input);
      }),
      { numRuns },
    );
    expect(sound.length).toBeGreaterThan(3);
  });
}
