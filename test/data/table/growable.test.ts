import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Growable } from '../../../src/data/table/growable.js';

test('what was pushed and appended comes out, in order and once', () => {
  const part = fc.oneof(
    fc.nat(),
    fc.nat(3000).map((length) => Uint32Array.from({ length }, (_, i) => i)),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
      const growable = new Growable();
      for (let time = 0; time < 2; time++) {
        for (const part of parts)
          if (typeof part === 'number') growable.push(part);
          else growable.append(part);
        const all = parts.flatMap((part) => (typeof part === 'number' ? [part] : [...part]));
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
