import fc from 'fast-check';

const fraction = fc.integer({ min: 0, max: 9999 }).map((n) => n / 10_000);

/**
 * Sound inputs with a few bytes changed, cut, doubled, or words put in: most of them reach further than bytes at
 * random.
 */
export function damaged(seeds: readonly Buffer[], words: readonly string[]): fc.Arbitrary<Buffer> {
  const byte = fc.integer({ min: 0, max: 255 });
  const change = fc.oneof(
    fc.record({
      kind: fc.constant('insert'),
      text: fc.constantFrom(...words).map((word) => Buffer.from(word)),
    }),
    fc.record({
      kind: fc.constant('replace'),
      text: fc.constantFrom(...words).map((word) => Buffer.from(word)),
    }),
    fc.record({ kind: fc.constant('replace'), text: byte.map((value) => Buffer.from([value])) }),
    fc.record({ kind: fc.constantFrom('cut', 'double', 'end'), text: fc.constant(Buffer.alloc(0)) }),
  );
  const place = fc.tuple(fraction, fc.integer({ min: 1, max: 12 }));
  return fc
    .tuple(fc.constantFrom(...seeds), fc.array(fc.tuple(change, place), { maxLength: 6 }))
    .map(([seed, changes]) =>
      changes.reduce((bytes, [{ kind, text }, [where, length]]) => {
        const at = Math.floor(where * (bytes.length + 1));
        const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
        switch (kind) {
          case 'insert':
            return Buffer.concat([before, text, after]);
          case 'replace':
            return Buffer.concat([before, text, after.subarray(text.length)]);
          case 'cut':
            return Buffer.concat([before, after.subarray(length)]);
          case 'double':
            return Buffer.concat([before, after.subarray(0, length), after]);
          default:
            return length < 3 ? before : bytes;
        }
      }, seed),
    );
}
