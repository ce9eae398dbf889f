import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteDictionary } from '../../../src/data/table/byte_dictionary.js';

const find = (dictionary: ByteDictionary, text: string) => {
  const bytes = Buffer.from(`x${text}x`);
  return dictionary.find(bytes, 1, bytes.length - 1, -2);
};
const add = (dictionary: ByteDictionary, text: string, code: number) => {
  const bytes = Buffer.from(`yy${text}y`);
  dictionary.add(bytes, 2, bytes.length - 1, code);
};

test('says what a Map says', () => {
  const texts = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '\0', 'é', ' '), maxLength: 12 }), {
    maxLength: 300,
  });
  fc.assert(
    fc.property(texts, (texts) => {
      const dictionary = new ByteDictionary();
      const map = new Map<string, number>();
      for (const text of texts) {
        expect(find(dictionary, text)).toBe(map.get(text) ?? -2);
        if (map.has(text)) continue;
        map.set(text, map.size - 1);
        add(dictionary, text, map.size - 2);
      }
      for (const [text, code] of map) expect(find(dictionary, text)).toBe(code);
    }),
  );
});

test('stays small, and never says what is wrong', () => {
  const dictionary = new ByteDictionary();
  for (let i = 0; i < 20_000; i++) add(dictionary, `text ${i}`, i);
  const known = Array.from({ length: 20_000 }, (_, i) => find(dictionary, `text ${i}`));
  expect(known.every((code, i) => code === i || code === -2)).toBe(true);
  expect(known.filter((code) => code >= 0).length).toBe(4096);
  add(dictionary, 'a'.repeat(1 << 20), 7);
  expect(find(dictionary, 'a'.repeat(1 << 20))).toBe(-2);
});

test.each([
  ['idzoxy', 'mblnsm'],
  ['text', 'textjoneomu'],
  ['textjoneomu', 'text'],
])('%s is not %s, though their hashes are equal', (one, other) => {
  const dictionary = new ByteDictionary();
  add(dictionary, one, 1);
  const hashOf = (text: string) => {
    const alone = new ByteDictionary();
    add(alone, text, 0);
    const { slots } = alone as unknown as { slots: Int32Array };
    return slots.find((_, i) => i % 4 === 0 && slots[i + 2] !== 0);
  };
  expect(hashOf(one)).toBe(hashOf(other));
  expect(find(dictionary, other)).toBe(-2);
  add(dictionary, other, 2);
  expect([find(dictionary, one), find(dictionary, other)]).toEqual([1, 2]);
});
