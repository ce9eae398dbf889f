import { describe, expect, it } from 'vitest';
import type { Project } from '../cli/project.js';
import { mlp } from '../helpers/cli.js';
import { publicCase } from './public_case.js';

const flat = (text: string) => text.replace(/\s+/g, ' ');

async function proposed(name: string, file: string, target: string) {
  const world = publicCase(name);
  const { stdout, stderr } = await world.done(`init ${file} --target ${target}`);
  world.write('c.json', stdout);
  return { world, config: JSON.parse(stdout), stderr: flat(stderr) };
}

/** The words of the flags that a note advises, as a shell takes them. */
const advised = (stderr: string): string[] =>
  [...stderr.matchAll(/--set (?:'([^']*)'|(\S+))/g)].flatMap(([, quoted, plain]) => [
    '--set',
    quoted ?? plain,
  ]);

/** Trains the proposal with the flags that its notes advise; gives the words of `check` on the folds. */
async function foldsAsAdvised(world: Project, stderr: string): Promise<string> {
  const cwd = world.directory;
  const args = 'train c.json --out run --quiet --set training.epochs=2'.split(' ');
  expect((await mlp([...args, ...advised(stderr)], { cwd })).code).toBe(0);
  const { stdout } = await mlp(['check', 'c.json', ...advised(stderr)], { cwd });
  return stdout.replace(/\s+/g, ' ').match(/ folds \d+ (folds .*)/)![1];
}

// Built after scikit-learn#31752 and autogluon-assistant#37: whole numbers that are measurements, or marks.
describe('a target of whole numbers', () => {
  it.each([
    [
      'age',
      'regression',
      'has more than 20 different whole numbers; for classification, say --task classification',
    ],
    ['bikes', 'regression', 'has more than 20 different whole numbers'],
    ['year', 'regression', 'has more than 20 different whole numbers'],
    [
      'rating',
      'classification',
      'has 10 different whole numbers, with 30 rows each on average; for regression, say --task regression',
    ],
  ])('%s is said to mean %s, why, and how to decide otherwise; train agrees', async (name, task, why) => {
    const { world, config, stderr } = await proposed('new-02-integer-targets', `${name}.csv`, 'target');
    expect(config.task).toBe(task);
    expect(stderr).toContain(`note: ${task}, as the target target ${why}`);
    const { target_scale: _, ...data } = config.data;
    world.write('open.json', { data, layers: [], training: { epochs: 1 } });
    const { stderr: told } = await world.done('train open.json --out run');
    expect(flat(told)).toContain(`note: task: ${task}, as its target target ${why.split(';')[0]}; if it is`);
  });

  it('with few rows for each value is a measurement', async () => {
    const { world } = await proposed('new-02-integer-targets', 'rating.csv', 'target');
    world.write('few.csv', world.read('rating.csv').split('\n').slice(0, 41).join('\n'));
    const { stdout, stderr } = await world.done('init few.csv --target target');
    expect(JSON.parse(stdout).task).toBe('regression');
    expect(flat(stderr)).toMatch(
      /different whole numbers, with [234]\.?\d? rows each on average, too few for classes/,
    );
  });
});

describe('columns whose values have several rows each', () => {
  it.each([
    ['data-09-group', 'train.csv', 'label', 'patient', '(30 different values in 240 rows)'],
    ['data-24-cardinality', 'train.csv', 'y', 'user', '(4000 rows)'],
    ['data-24-cardinality', 'mid.csv', 'y', 'user', '(546 different values in 1500 rows)'],
  ])(
    '%s %s: a random split flatters, and the split to use instead trains',
    async (name, file, target, by, count) => {
      const { world, stderr } = await proposed(name, file, target);
      expect(stderr).toContain(
        `a random split flatters where rows of one value belong together, as those of a patient do: ${by} ${count}`,
      );
      expect(await foldsAsAdvised(world, stderr)).toContain(`folds by ${by}, rows of one value together`);
    },
  );

  it('such as days: a split by time, which trains', async () => {
    const { world, stderr } = await proposed('data-10-time', 'train.csv', 'next');
    expect(stderr).toContain(
      'a random split flatters where later rows are to be predicted from earlier ones, by date',
    );
    expect(await foldsAsAdvised(world, stderr)).toMatch(
      /^folds that are blocks of time by date: .* 2021-07-19\)/,
    );
  });
});

it('init says of every column what it became and why', async () => {
  const { stderr } = await proposed('data-09-group', 'train.csv', 'label');
  expect(stderr).toContain('note: numbers, as their cells are: a, b, c note:');
  expect(stderr).toContain('note: categories, one-hot, as they are texts, not amounts: patient note:');
});
