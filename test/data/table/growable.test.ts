import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Growable } from '../../../src/data/table/growable.js';

test('what was pushed comes out, in order and once', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { maxLength: 3000 }), (all) => {
      const growable = new Growable();
      for (let time = 0; time < 2; time++) {
        for (const value of all) growable.push(value);
        expect(growable.length).toBe(all.length);
        expect([...growable.finish()]).toEqual(all);
        expect(growable.length).toBe(0);
      }
    }),
    { numRuns: 50 },
  );
});

test('past the largest segment', () => {
  const growable = new Growable();
  const n = 500_000;
  for (let i = 0; i < n; i++) growable.push(i);
  const all = growable.finish();
  expect(all).toHaveLength(n);
  expect(all.every((value, i) => value === i)).toBe(true);
});
