import { expect, test } from 'vitest';
import { bracketOf, promotedOf, rungsOf } from '../../../src/studies/tune/halving.js';
import type { Task } from '../../../src/studies/tune/run_study.js';
import { Study } from '../../../src/studies/tune/study.js';
import { runBy, simulate } from './simulate.js';

const space = {
  x: { uniform: [0, 1] },
  units: { int: [1, 32], log: true },
  kind: { choice: ['a', 'b', 'c'] },
};
const value = ({ values: { x, units, kind }, epochs = 1 }: Pick<Task, 'values' | 'epochs'>) =>
  Math.abs((x as number) - 0.3) + Math.abs((units as number) - 8) / 32 + Number(kind !== 'b') + 1 / epochs;

/** Turns that a trial takes, so that they end in another order than they begin. */
const turns = ({ trial }: Task) => (trial * 7919) % 11;

test.each([false, true])(
  'the same study comes out of 1, 2, 4 and 9 workers; halving: %s',
  async (halving) => {
    const rungs = halving ? rungsOf(90) : undefined;
    const create = () =>
      new Study({
        ...simulate(space, () => 0, { strategy: 'tpe', trials: 1 }).options,
        trials: 40,
        ahead: 4,
        rungs,
      });
    const [one, ...others] = await Promise.all(
      [1, 2, 4, 9].map(async (workers) => (await runBy(create(), workers, value, turns)).records),
    );
    expect(one).toHaveLength(halving ? 4 * (9 + 3 + 1) + 4 + 1 + 1 : 40);
    for (const other of others) expect(other).toEqual(one);
    const { best } = await runBy(create(), 3, value, turns);
    expect(best!.values.kind).toBe('b');
    if (halving) expect(best!.epochs).toBe(90);
  },
);

test('a trial goes by the results of those up to `ahead` before it, and by no other', () => {
  const study = simulate(space, ({ x }) => x, { strategy: 'tpe', trials: 30, ahead: 3 });
  const other = new Study(study.options);
  // results from 20 on are others
  for (const record of study.records)
    other.add(record.trial < 20 ? record : { ...record, value: 9 - record.value! });
  const isSame = (trial: number) => JSON.stringify(other.trial(trial)) === JSON.stringify(study.trial(trial));
  const same = Array.from({ length: 30 }, (_, trial) => isSame(trial));
  expect(same.slice(0, 23)).toEqual(Array(23).fill(true));
  expect(same.slice(23)).toContain(false);
  const short = new Study(study.options);
  for (const record of study.records.slice(0, 5)) short.add(record);
  expect([5, 6, 7, 8].map((step) => short.isReady(step))).toEqual([true, true, true, false]);
});

test('random numbers are by seed and trial alone: a study of more trials begins like one of fewer', () => {
  const few = simulate(space, ({ x }) => x, { strategy: 'tpe', trials: 20 }).records;
  expect(simulate(space, ({ x }) => x, { strategy: 'tpe', trials: 35 }).records.slice(0, 20)).toEqual(few);
  expect(simulate(space, ({ x }) => x, { strategy: 'tpe', trials: 20, seed: 1 }).records).not.toEqual(few);
});

test('rungs: all epochs, a third, a ninth, none before a tenth; a third of the trials goes on', () => {
  expect(rungsOf(90)).toEqual([10, 30, 90]);
  expect(rungsOf(100)).toEqual([12, 34, 100]);
  expect(rungsOf(2)).toEqual([1, 2]);
  expect(bracketOf([10, 30, 90])).toBe(9);
  expect([9, 4, 3, 2, 1].map(promotedOf)).toEqual([3, 1, 1, 1, 1]);
  for (let epochs = 1; epochs < 300; epochs++) expect(rungsOf(epochs)[0]).toBeGreaterThanOrEqual(epochs / 10);
});

test('a grid has every combination once, the last parameter fastest', () => {
  const { records } = simulate(
    { x: { uniform: [0, 1], points: 3 }, kind: { choice: ['a', 'b'] } },
    ({ x }) => x,
    { strategy: 'grid', trials: 6 },
  );
  expect(records.map(({ values }) => Object.values(values))).toEqual([
    [0, 'a'],
    [0, 'b'],
    [0.5, 'a'],
    [0.5, 'b'],
    [1, 'a'],
    [1, 'b'],
  ]);
});

test('the best is that of the highest rung; of equals the first; none without values', () => {
  const study = simulate({ x: { uniform: [0, 1] } }, () => 5, { strategy: 'random', trials: 3 });
  expect(study.best!.trial).toBe(0);
  const failed = simulate({ x: { uniform: [0, 1] } }, () => null as never, { strategy: 'tpe', trials: 15 });
  expect(failed.best).toBeUndefined();
  expect(failed.done).toBe(15);
});
