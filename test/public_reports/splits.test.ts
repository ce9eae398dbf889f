import { describe, expect, it } from 'vitest';
import type { Project } from '../cli/project.js';
import { publicCase } from './public_case.js';

const proposed = async (name: string, target: string): Promise<Project> => {
  const world = publicCase(name);
  world.write('c.json', (await world.done(`init train.csv --target ${target} --quiet`)).stdout);
  return world;
};

describe('patients with many rows each, whose labels are by chance (xgboost#3607, rsample#164)', () => {
  const accuracy = async (split: object) => {
    const world = await proposed('data-09-group', 'label');
    // the patient is no feature, so that only the measurements tell whose row it is
    world.write('c.json', {
      ...world.json('c.json'),
      data: { ...world.json('c.json').data, ignore: ['patient'] },
    });
    await world.done(`train c.json --out run --quiet --set data.split=${JSON.stringify(split)}`);
    return world.json('run/metrics.json').test.accuracy;
  };

  it('a random split flatters: the rows of a patient are on both sides', async () => {
    expect(await accuracy({ type: 'random', validation: 0.15, test: 0.15 })).toBe(1);
  });

  it('split by patient the score is that of guessing', async () => {
    const seeds = [0.15, 0.2, 0.25];
    const scores = [];
    for (const share of seeds)
      scores.push(await accuracy({ type: 'group', column: 'patient', validation: 0.15, test: share }));
    const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
    expect(mean).toBeGreaterThan(0.25);
    expect(mean).toBeLessThan(0.75);
  });

  it('a column of parts may say val', async () => {
    const world = await proposed('data-09-group', 'label');
    const split = '--set data.train=split.csv --set data.split={"type":"column","column":"part"}';
    await world.done(`train c.json --out run --quiet --set training.epochs=3 ${split}`);
    expect(world.json('run/metrics.json').validation.rows).toBe(
      world.read('split.csv').match(/^val,/gm)!.length,
    );
  });
});

// ludwig#2129, pycaret#524
it('days in order: the test is the last of them', async () => {
  const world = await proposed('data-10-time', 'next');
  const split =
    '--set data.columns.date.type=date --set data.split={"type":"time","column":"date","validation":0.15,"test":0.15}';
  const { stderr } = await world.done(`train c.json --out run --set training.epochs=3 ${split}`);
  expect(stderr).toContain('note: split by date: training first, then validation, then the test');
  const rows = world.read('train.csv').trimEnd().split('\n').length - 1;
  const { train, validation, test } = world.json('run/metrics.json');
  expect([train.rows, validation.rows, test.rows]).toEqual([
    rows - Math.round(0.15 * rows) * 2,
    Math.round(0.15 * rows),
    Math.round(0.15 * rows),
  ]);
});

// ludwig PR#2831
it('a class that is in the test alone is named, with what to do', async () => {
  const world = publicCase('data-06-rare');
  world.write('c.json', (await world.done('init one.csv --target y --quiet')).stdout);
  const { code, stderr } = await world.mlp('train c.json --out run --quiet --set data.split.stratify=false');
  expect(code).toBe(65);
  expect(stderr).toContain('the class "C" is in the test split, but no training row has it');
  expect(stderr).toContain('--set data.split.stratify=true');
  await world.done('train c.json --out run --quiet --set training.epochs=3 --set data.split.stratify=true');
});
