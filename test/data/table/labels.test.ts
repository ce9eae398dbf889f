import { describe, expect, test } from 'vitest';
import { indexTexts, joinCases } from '../../../src/data/table/labels.js';

const joined = (texts: readonly string[], kind: 'labels' | 'categories') => {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return Object.fromEntries(joinCases(counts, kind).counts);
};

describe('texts that are one in any case', () => {
  test('booleans, as categories and as labels: the commonest spelling stands for all', () => {
    for (const kind of ['labels', 'categories'] as const) {
      expect(joined(['TRUE', 'True', 'True', 'false'], kind)).toEqual({ True: 3, false: 1 });
      expect(joined(['Y', 'y', 'n'], kind)).toEqual({ Y: 2, n: 1 });
      expect(joined(['Ja', 'JA', 'ja', 'ja', 'nein', 'unknown'], kind)).toEqual({
        ja: 4,
        nein: 1,
        unknown: 1,
      });
    }
  });

  test('words are, as labels, but not as categories; a single letter is not', () => {
    const texts = ['Setosa', 'setosa', 'virginica', 'a', 'A'];
    expect(joined(texts, 'labels')).toEqual({ Setosa: 2, virginica: 1, a: 1, A: 1 });
    expect(joined(texts, 'categories')).toEqual({ Setosa: 1, setosa: 1, virginica: 1, a: 1, A: 1 });
    expect(joined(['no', 'No', 'se', 'dk', 'fi', 'is'], 'categories')).toMatchObject({ no: 1, No: 1 });
  });
});

describe('a text is found among labels', () => {
  test.each<[string, string[], string[], number[]]>([
    ['by its text', ['a', 'b'], ['b', 'c'], [1, -1]],
    [
      'by its number where all are as JavaScript prints them',
      ['1', '2', '0.5'],
      ['1.0', '1e0', '.50', '3'],
      [0, 0, 2, -1],
    ],
    ['a whole number by its text alone', ['1', '7'], ['01', '07', '+7', '7'], [-1, -1, -1, 1]],
    ['by its text alone where one is written otherwise', ['1', '1.50'], ['1.0', '1.5', '1.50'], [-1, -1, 1]],
    [
      'a long one by its text alone',
      ['208310224003697457', '208310224003697458'],
      ['208310224003697458', '208310224003697459'],
      [1, -1],
    ],
    ['in another case, if that is unique', ['True', 'False'], ['TRUE', 'false', 'yes'], [0, 1, -1]],
    ['in its own case first', ['ab', 'AB'], ['AB', 'ab', 'Ab'], [1, 0, -1]],
  ])('%s', (_, labels, texts, indices) => {
    expect([...indexTexts(texts, labels, 'labels')]).toEqual(indices);
  });

  test('categories that are no booleans in their own case alone', () => {
    expect([...indexTexts(['Rome', 'rome'], ['Rome', 'Oslo'], 'categories')]).toEqual([0, -1]);
    expect([...indexTexts(['YES', 'no'], ['yes', 'no'], 'categories')]).toEqual([0, 1]);
  });
});
