import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dealGroups } from '../../../src/data/splits/deal_groups.js';
import { failure, load } from '../support.js';

const groupsOf = (sizes: readonly number[]): Uint32Array[] => {
  let next = 0;
  return sizes.map((size) => Uint32Array.from({ length: size }, () => next++));
};
const total = (groups: readonly Uint32Array[]) => groups.reduce((sum, { length }) => sum + length, 0);

describe('groups are dealt whole', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 3, maxLength: 60 });
  const fraction = fc.integer({ min: 5, max: 40 }).map((percent) => percent / 100);

  test('each to one part; every part has one; no part is farther from its share than the largest group', () => {
    fc.assert(
      fc.property(sizes, fraction, fraction, fc.integer(), (list, validation, rest, seed) => {
        const groups = groupsOf(list);
        const fractions = [1 - validation - rest, validation, rest];
        const dealt = dealGroups(groups, fractions, seed, undefined);
        expect(dealt.flat().toSorted((a, b) => a[0] - b[0])).toEqual(groups);
        expect(dealt.every((part) => part.length > 0)).toBe(true);
        if (list.length < 12) return;
        dealt.forEach((part, i) => {
          expect(Math.abs(total(part) - fractions[i] * total(groups))).toBeLessThanOrEqual(
            2 * Math.max(...list),
          );
        });
      }),
    );
  });

  // 30 groups of 4 rows, a third of them of class 1: with their classes each part has a third of its own
  test('with the classes, whose shares each part then has', () => {
    const groups = groupsOf(Array.from({ length: 30 }, () => 4));
    const strata = Int32Array.from({ length: 120 }, (_, row) => (row < 40 ? 1 : 0));
    for (let seed = 0; seed < 20; seed++) {
      const dealt = dealGroups(groups, [0.6, 0.2, 0.2], seed, strata);
      expect(dealt.map((part) => part.filter(([row]) => strata[row] === 1).length)).toEqual([6, 2, 2]);
    }
  });

  test('the seed decides, and large groups come into any part', () => {
    const groups = groupsOf([9, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
    const partOfLargest = (seed: number) =>
      dealGroups(groups, [0.4, 0.3, 0.3], seed, undefined).findIndex((part) => part.includes(groups[0]));
    expect(new Set(Array.from({ length: 30 }, (_, seed) => partOfLargest(seed)))).toEqual(new Set([0, 1, 2]));
    expect(partOfLargest(3)).toBe(partOfLargest(3));
  });
});

const csv = (ids: readonly string[]) => ['id,x,y', ...ids.map((id, i) => `${id},${i % 7},${i}.5`)].join('\n');
const ids = ['a', '007', '7', 'b', 'a', '007', '7', 'b', 'c', 'd'];
const split = { type: 'group', column: 'id', validation: 0.3, test: 0 } as const;

describe('a split by groups', () => {
  test('keeps the rows of a value together, which is no feature unless it is named; says how many', async () => {
    const { train, validation, notes, preprocessing } = await load(csv(ids), { target: 'y', split });
    expect(train.rows + validation!.rows).toBe(10);
    const groupOf = (t: number) => ids[Math.floor(t)];
    const [first, second] = [train, validation!].map(({ t }) => new Set([...t].map(groupOf)));
    expect([...first].filter((id) => second.has(id))).toEqual([]);
    expect(preprocessing.features.map((feature) => 'name' in feature && feature.name)).toEqual(['x']);
    expect(notes).toContainEqual(
      expect.stringMatching(/^split by id: 6 groups, \d for training, \d for validation; rows of one value/),
    );
  });

  test('whose column is named among the features has it as one', async () => {
    const { preprocessing } = await load(csv(ids), { target: 'y', features: ['id', 'x'], split });
    expect(preprocessing.features.map((feature) => 'name' in feature && feature.name)).toEqual(['id', 'x']);
  });

  test.each([
    [
      csv(['a', 'a', 'a']),
      {},
      /^data: stdin: 1 group in column id cannot be divided into 2 parts; ask for fewer/,
    ],
    [
      csv(['a', '', 'b']),
      {},
      /^data: stdin:3:1: column 1 \(id\): a missing value, but the split goes by this column/,
    ],
    [
      csv(['a', 'b', 'c']),
      { target: 'id' },
      /^config: data\.split\.column: "id" is the target or the weight/,
    ],
  ])('%j is refused', async (text, config, message) => {
    expect(await failure(load(text, { target: 'y', split, ...config }))).toMatch(message);
  });

  test('leaves out rows without a group where the column says drop', async () => {
    const columns = { id: { missing: 'drop' as const } };
    const { train, validation } = await load(csv(['a', '', 'b', 'c']), { target: 'y', split, columns });
    expect(train.rows + validation!.rows).toBe(3);
  });
});
