import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { divide, type Parts } from '../../../src/data/splits/index.js';
import { numberTable } from '../../../src/data/table/table.js';
import { failure, load } from '../support.js';

const indices = (n: number) => Uint32Array.from({ length: n }, (_, i) => i);
const group = (validation: number, test: number, stratify = true) =>
  ({ type: 'group', column: 'g', validation, test, stratify }) as const;

/** Divides rows by the group of each; all rows of group g have class classes[g] where there are classes. */
function divided(
  groups: readonly number[],
  config: ReturnType<typeof group>,
  seed = 0,
  strata?: readonly number[],
) {
  const table = numberTable('table', { g: Float64Array.from(groups) });
  const classes = strata && Int32Array.from(strata);
  return divide(table, indices(groups.length), config, seed, classes);
}

const present = ({ train, validation, test }: Parts) =>
  [train, validation, test].filter((part) => part !== undefined);

/** The squared distance of each part from its share, relative to that. */
const distance = (sizes: readonly number[], shares: readonly number[]): number =>
  sizes.reduce((sum, size, i) => sum + (size - shares[i]) ** 2 / shares[i], 0);

/** The least distance of all ways to deal groups of these sizes, none of the parts empty. */
function leastDistance(groupSizes: readonly number[], shares: readonly number[]): number {
  let least = Number.POSITIVE_INFINITY;
  for (let code = 0; code < 3 ** groupSizes.length; code++) {
    const sizes = [0, 0, 0];
    let digits = code;
    for (const size of groupSizes) {
      sizes[digits % 3] += size;
      digits = Math.floor(digits / 3);
    }
    if (!sizes.includes(0)) least = Math.min(least, distance(sizes, shares));
  }
  return least;
}

const fraction = fc.integer({ min: 10, max: 35 }).map((percent) => percent / 100);

test('rows of one value stay together; all rows are dealt, in their order', () => {
  const rows = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 20, maxLength: 150 });
  fc.assert(
    fc.property(rows, fraction, fraction, fc.integer(), (groups, validation, test, seed) => {
      fc.pre(new Set(groups).size >= 3);
      const parts = present(
        divided(
          groups,
          group(validation, test),
          seed,
          groups.map((g) => g % 3),
        ).parts,
      );
      expect(parts).toHaveLength(3);
      expect(parts.flatMap((part) => [...part]).sort((a, b) => a - b)).toEqual([...indices(groups.length)]);
      for (const part of parts) {
        expect(part.length).toBeGreaterThan(0);
        expect([...part]).toEqual([...part].sort((a, b) => a - b));
      }
      const of = parts.map((part) => new Set([...part].map((row) => groups[row])));
      expect(of.reduce((sum, { size }) => sum + size, 0)).toBe(new Set(groups).size);
    }),
  );
});

test('sizes are as near to the shares as whole groups allow', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 3, maxLength: 7 });
  fc.assert(
    fc.property(sizes, fraction, fraction, fc.integer(), (groupSizes, validation, test, seed) => {
      const groups = groupSizes.flatMap((size, g) => Array<number>(size).fill(g));
      const shares = [1 - validation - test, validation, test].map((share) => share * groups.length);
      const parts = present(divided(groups, group(validation, test), seed).parts);
      const found = distance(
        parts.map(({ length }) => length),
        shares,
      );
      expect(found).toBeLessThanOrEqual(leastDistance(groupSizes, shares) + 1e-9);
    }),
  );
});

test('the classes keep their proportions as nearly as whole groups allow', () => {
  // 20 groups of 5 rows of class 0, 10 of class 1: each part gets twice as many of the one as of the other
  const groups = Array.from({ length: 150 }, (_, i) => Math.floor(i / 5));
  const classes = groups.map((g) => (g % 3 === 0 ? 1 : 0));
  for (const seed of [0, 1, 2]) {
    const parts = present(divided(groups, group(0.2, 0.2), seed, classes).parts);
    const ofClass = (part: Uint32Array) => [0, 1].map((c) => part.filter((row) => classes[row] === c).length);
    expect(parts.map(ofClass)).toEqual([
      [60, 30],
      [20, 10],
      [20, 10],
    ]);
  }
});

test('a class that few groups have is in training, stratified or not', () => {
  const groups = Array.from({ length: 100 }, (_, i) => Math.floor(i / 5));
  const classes = groups.map((g) => (g === 7 ? 1 : 0));
  for (let seed = 0; seed < 20; seed++)
    for (const stratify of [true, false])
      expect(divided(groups, group(0.2, 0.2, stratify), seed, classes).parts.train).toContain(35);
});

test('the seed decides', () => {
  const groups = Array.from({ length: 400 }, (_, i) => i % 40);
  const of = (seed: number) => [...divided(groups, group(0.2, 0.2), seed).parts.test!];
  expect(of(1)).toEqual(of(1));
  expect(of(1)).not.toEqual(of(2));
});

const csv = (rows: readonly string[]) => ['x,patient,y', ...rows].join('\n');
const patients = (count: number, each = 2) =>
  csv(Array.from({ length: count * each }, (_, i) => `${i},p${Math.floor(i / each)},${i}.5`));
const byPatient = { type: 'group', column: 'patient', validation: 0.2, test: 0.2 } as const;

describe('the column', () => {
  test('is no feature by itself, and its counts are told', async () => {
    const { preprocessing, split } = await load(patients(10), { target: 'y', split: byPatient });
    expect(preprocessing.features).toMatchObject([{ name: 'x' }]);
    expect(split).toEqual({
      type: 'group',
      column: 'patient',
      how: 'by patient, rows of one value together',
      parts: {
        train: { rows: 12, groups: 6 },
        validation: { rows: 4, groups: 2 },
        test: { rows: 4, groups: 2 },
      },
      isNoInput: true,
    });
  });

  test('is a feature where the config names it as one', async () => {
    const { preprocessing, split } = await load(patients(10), {
      target: 'y',
      features: ['x', 'patient'],
      split: byPatient,
    });
    expect(preprocessing.features).toMatchObject([{ name: 'x' }, { name: 'patient', kind: 'category' }]);
    expect(split!.isNoInput).toBe(false);
  });

  test('may have more values than a category may have', async () => {
    const { train, test } = await load(patients(3000, 1), { target: 'y', split: byPatient });
    expect([train.rows, test!.rows]).toEqual([1800, 600]);
  });

  test('has a value in every row', async () => {
    const text = `${patients(10)}\n20,,1.5\n21,,1.5`;
    expect(await failure(load(text, { target: 'y', split: byPatient }))).toBe(
      'data: stdin:22:2: column 2 (patient): a missing value in the column that the split goes by ' +
        '(2 rows have none); fill it in, or leave these rows out: --set data.columns.patient.missing=drop',
    );
    const { train, validation, test } = await load(text, {
      target: 'y',
      columns: { patient: { missing: 'drop' } },
      split: byPatient,
    });
    expect(train.rows + validation!.rows + test!.rows).toBe(20);
  });

  test('has as many values as there are parts', async () => {
    expect(await failure(load(patients(2), { target: 'y', split: byPatient }))).toBe(
      'data: stdin: column patient has 2 different values, but train, validation and test need one each at least; ' +
        'use two parts (--set data.split.test=0), or another data.split',
    );
    expect(await failure(load(patients(1), { target: 'y', split: byPatient }))).toContain(
      'has one value, but',
    );
  });

  test('is neither the target nor the weight', async () => {
    const split = { ...byPatient, column: 'y' };
    expect(await failure(load(patients(10), { target: 'y', split }))).toMatch(
      /^config: data\.split\.column: "y" is the target or the weight/,
    );
  });

  test('tells 007 from 7', async () => {
    const text = csv(['007', '7', 'b', 'c', 'd', '007'].map((id, i) => `${i},${id},${i}.5`));
    const { split } = await load(text, { target: 'y', split: byPatient });
    const groups = Object.values(split!.parts).map((part) => part.groups!);
    expect(groups.reduce((sum, count) => sum + count, 0)).toBe(5);
  });
});
