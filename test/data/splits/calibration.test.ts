import { describe, expect, test } from 'vitest';
import { divide, type SplitConfig, splitSchema } from '../../../src/data/splits/index.js';
import { numberTable } from '../../../src/data/table/table.js';
import { failure, load } from '../support.js';

const rows = 200;
const indices = Uint32Array.from({ length: rows }, (_, i) => i);
const strata = indices.map((i) => (i % 4 === 0 ? 1 : 0));
const table = numberTable('table', {
  key: Float64Array.from(indices, (i) => i % 20),
  when: Float64Array.from(indices, (i) => rows - i),
});
const divided = (config: object) =>
  divide(table, indices, splitSchema.parse(config) as SplitConfig, 5, Int32Array.from(strata));

describe('calibration rows', () => {
  test.each([
    { type: 'random', validation: 0.15, test: 0.15 },
    { type: 'random', validation: 0, test: 0.2 },
    { type: 'group', column: 'key', validation: 0.2, test: 0.1 },
    { type: 'time', column: 'when', validation: 0.15, test: 0.15 },
    { type: 'time', validation: 0.1, test: 0 },
  ])('come from those for training, the other parts stay: %o', (config) => {
    const { parts: before } = divided(config);
    const { parts, notes } = divided({ ...config, calibration: 0.1 });
    expect(parts.validation).toEqual(before.validation);
    expect(parts.test).toEqual(before.test);
    expect([...parts.train, ...parts.calibration!].sort((a, b) => a - b)).toEqual([...before.train]);
    expect(parts.calibration).toHaveLength(20);
    expect(notes!.at(-1)).toContain(`calibration: 20 of the ${before.train.length} rows for training`);
  });

  test('keep the proportions of the classes', () => {
    const { calibration } = divided({ type: 'random', calibration: 0.1 }).parts;
    expect(calibration!.filter((row) => strata[row] === 1)).toHaveLength(5);
  });

  test('are whole groups', () => {
    const { parts, facts } = divided({ type: 'group', column: 'key', calibration: 0.1 });
    const keys = new Set(Array.from(parts.calibration!, (row) => row % 20));
    expect(keys.size).toBe(2);
    expect(parts.train.some((row) => keys.has(row % 20))).toBe(false);
    expect(facts).toMatchObject({ calibration: { groups: 2 }, train: { groups: 14 } });
  });

  test('are the last ones of training by time', () => {
    const { parts, facts, how } = divided({
      type: 'time',
      column: 'when',
      validation: 0,
      test: 0.2,
      calibration: 0.1,
    });
    expect(how).toBe('by when, the last rows for the test');
    expect(facts).toMatchObject({
      train: { from: '1', to: '140' },
      calibration: { from: '141', to: '160' },
      test: { from: '161', to: '200' },
    });
    expect(parts.calibration).toHaveLength(20);
  });

  test('are marked in a column', async () => {
    const marked = [...indices.subarray(0, 20)].map(
      (i) => `${i},${i}.5,${i % 4 === 0 ? 'calibration' : 'train'}`,
    );
    const split = { type: 'column', column: 'part' } as const;
    const dataset = await load(['x,y,part', ...marked].join('\n'), { target: 'y', split });
    expect([dataset.train.rows, dataset.calibration?.rows]).toEqual([15, 5]);
    expect(dataset.split?.parts.calibration).toEqual({ rows: 5 });
  });

  test('too few rows, and too large a fraction', async () => {
    const few = ['x,y', '1,2', '2,3', '3,4', '4,5'].join('\n');
    const split = { type: 'random', validation: 0, test: 0, calibration: 0.1 } as const;
    const message = await failure(load(few, { target: 'y', split }));
    expect(message).toContain('the calibration split is empty');
    expect(message).toContain('--set data.split.calibration=0.25');
    await load(few, { target: 'y', split: { ...split, calibration: 0.25 } });
    expect(splitSchema.safeParse({ type: 'random', test: 0.3, calibration: 0.6 }).success).toBe(false);
  });
});
