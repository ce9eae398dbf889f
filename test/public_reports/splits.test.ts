import { describe, expect, it } from 'vitest';
import type { Project } from '../cli/project.js';
import { publicCase } from './public_case.js';

const splits = ['train', 'validation', 'test'] as const;

async function proposed(name: string, file: string, target: string): Promise<Project> {
  const world = publicCase(name);
  world.write(
    'c.json',
    (await world.done(`init ${file} --target ${target} --preset fast --test 0.15 --quiet`)).stdout,
  );
  return world;
}

/** Sets the split of a config. */
const withSplit = (world: Project, split: object) => {
  const config = world.json('c.json');
  world.write('s.json', { ...config, data: { ...config.data, split } });
};

/** Trains s.json, and sees to it that eval has the very figures of the same rows again. */
async function trained(world: Project, more = '') {
  const { stderr } = await world.done(`train s.json --out run --force ${more}`);
  const metrics = world.json('run/metrics.json');
  const again = JSON.parse((await world.done('eval run --json')).stdout);
  for (const split of splits) expect(again[split]).toEqual(metrics[split]);
  return { ...metrics, stderr };
}

// Built after xgboost#3607 and rsample#164: eight rows each of 30 patients, whose label only the patient tells.
describe('rows of a group, such as a patient', () => {
  it('in training and test alike flatter: accuracy 1 at random, about 0.5 by patient, which is the truth', async () => {
    const world = await proposed('data-09-group', 'train.csv', 'label');
    withSplit(world, { type: 'random', validation: 0.15, test: 0.15 });
    expect((await trained(world)).test.accuracy).toBeGreaterThan(0.99);
    withSplit(world, { type: 'group', column: 'patient', validation: 0.15, test: 0.15 });
    let sum = 0;
    for (const seed of [0, 1, 2, 3, 4, 5]) {
      const { test, split } = await trained(world, `--seed ${seed}`);
      sum += test.accuracy;
      // 30 groups of 8 rows: 21 + 4.5 + 4.5
      expect(split).toMatchObject({
        type: 'group',
        column: 'patient',
        parts: { train: { rows: 168, groups: 21 } },
      });
      expect(split.parts.validation.rows + split.parts.test.rows).toBe(72);
    }
    expect(Math.abs(sum / 6 - 0.5)).toBeLessThan(0.15);
  });

  it('are counted by train, check, eval and the report', async () => {
    const world = await proposed('data-09-group', 'train.csv', 'label');
    withSplit(world, { type: 'group', column: 'patient', validation: 0.15, test: 0.15 });
    const text =
      /[Ss]plit +by patient, rows of one value together, .*train 168 rows of 21 groups, .*patient is no input/;
    const flat = (output: string) => output.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
    expect(flat((await trained(world, '--set training.epochs=2')).stderr)).toMatch(text);
    expect(flat((await world.done('check s.json')).stdout)).toMatch(text);
    expect(flat((await world.done('eval run')).stderr)).toMatch(text);
    await world.done('report run --out report.html');
    expect(flat(world.read('report.html'))).toMatch(text);
  });

  it('are kept apart by a column, too, that says "val"', async () => {
    const world = await proposed('data-09-group', 'split.csv', 'label');
    const config = world.json('c.json');
    world.write('c.json', { ...config, data: { ...config.data, ignore: ['patient'] } });
    withSplit(world, { type: 'column', column: 'part' });
    const { test, validation, train, stderr } = await trained(world);
    expect([train.rows, validation.rows, test.rows]).toEqual([168, 40, 32]);
    expect(test.accuracy).toBeLessThan(0.8);
    expect(stderr).toContain('column part: taken for validation: "val"');
  });
});

// Built after ludwig#2129 and pycaret#524: a series of days.
describe('rows in the order of time', () => {
  it.each([
    [
      { type: 'time', column: 'date', validation: 0.15, test: 0.15 },
      { from: '2021-06-20', to: '2021-07-19' },
    ],
    [{ type: 'time', validation: 0.15, test: 0.15 }, {}],
  ])('%j: the last ones are the test', async (split, range) => {
    const world = await proposed('data-10-time', 'train.csv', 'next');
    withSplit(world, split);
    const metrics = await trained(world, '--set training.epochs=20');
    expect(metrics.split.parts.test).toEqual({ rows: 30, ...range });
    const lines = world.read('train.csv').trimEnd().split('\n');
    world.write('last.csv', `${[lines[0], ...lines.slice(-30)].join('\n')}\n`);
    const { data } = JSON.parse((await world.done('eval run last.csv --json')).stdout);
    expect(data).toEqual(metrics.test);
  });
});

// Built after ludwig PR#2831: a class of one row, or of two.
describe('rare classes', () => {
  it.each(['one', 'two'])('of %s: in training, where the split is stratified', async (name) => {
    const world = await proposed('data-06-rare', `${name}.csv`, 'y');
    await world.done('train c.json --out run --quiet --set training.epochs=2');
  });

  it('elsewhere, as it is not stratified: the remedy is named, and helps', async () => {
    const world = await proposed('data-06-rare', 'one.csv', 'y');
    const args = 'train c.json --out run --quiet --force --set training.epochs=2';
    const { code, stderr } = await world.mlp(`${args} --set data.split.stratify=false`);
    expect(code).toBe(65);
    expect(stderr.replace(/\s+/g, ' ')).toContain(
      'the class "C" is in the test split, but no training row has it; the classes are A, B; ' +
        'to keep a row of each class for training, --set data.split.stratify=true',
    );
    await world.done(`${args} --set data.split.stratify=true`);
  });
});
