import { describe, expect, it } from 'vitest';
import type { Project } from '../cli/project.js';
import { publicCase } from './public_case.js';

// Cases that were right from the beginning, and have to stay so.

const trained = async (world: Project, config: string) => {
  await world.done(`train ${config} --out run --force --quiet`);
  return world.json('run/metrics.json').train;
};

describe('columns in another order, more of them or fewer (LightGBM#2642, #4102, #2022)', () => {
  const ready = async () => {
    const world = publicCase('data-05-order');
    const { stdout } = await world.done('init train.csv --target churn --quiet');
    world.write('c.json', stdout);
    await world.done(
      'train c.json --out run --quiet --set data.ignore=["id","junk"] --set training.epochs=15',
    );
    return world;
  };

  it('are matched by name: the same rows give the same bytes', async () => {
    const world = await ready();
    const { stdout } = await world.done('predict run train.csv');
    expect((await world.done('predict run shuffled.csv')).stdout).toBe(stdout);
    expect(stdout.split('\n')).toHaveLength(world.read('train.csv').trimEnd().split('\n').length + 1);
  });

  it('are refused where one is absent, or where there is no header', async () => {
    const world = await ready();
    const absent = await world.mlp('predict run missingcol.csv');
    expect(absent).toMatchObject({ code: 65, stdout: '' });
    expect(absent.stderr).toContain('error: missingcol.csv:1: no column "z", which the training data had');
    const headerless = await world.mlp('predict run noheader.csv');
    expect(headerless).toMatchObject({ code: 65, stdout: '' });
    expect(headerless.stderr).toContain('error: noheader.csv:1');
  });
});

describe('weights of rows', () => {
  const refused = async (file: string) => {
    const world = publicCase('data-22-weights');
    world.write('c.json', {
      data: { train: `${file}.csv`, target: 'y', weight: 'wt' },
      layers: [],
      training: { epochs: 2 },
    });
    const { code, stderr } = await world.mlp('train c.json --out run --quiet');
    expect(code).toBe(65);
    return stderr;
  };

  it.each([
    ['neg', 'error: neg.csv:7:2: column 2 (wt): the weight -1 is negative; weights are 0 or more'],
    ['zero', 'error: zero.csv: the weights (column wt) of the train split are all 0'],
    ['text', 'error: text.csv:7:2: column 2 (wt)'],
  ])('%s: refused with their place', async (file, message) => {
    expect(await refused(file)).toContain(message);
  });

  it('a missing one is refused, with advice that a weight can follow', async () => {
    expect(await refused('miss')).toContain(
      'error: miss.csv:7:2: column 2 (wt): a missing weight; fill it in: 1 where all rows count alike, ' +
        '0 leaves the row out',
    );
  });
});

describe('losses and outputs at the ends of the doubles (torchmetrics#3488)', () => {
  it.each(['{"type":"pinball","tau":0.9}', '"log_cosh"'])(
    '%s stays finite on targets of 1e200',
    async (loss) => {
      const world = publicCase('num-08-loss-overflow');
      const { loss: value, max_error } = await trained(world, `c.json --set head.loss=${loss}`);
      // at y = 0: log cosh e is |e| − log 2, a pinball loss τ e or (τ − 1) e; either mean is one of 1e200 / 3
      const sum = loss.includes('log_cosh') ? 2e200 : 1e200;
      expect(value / (sum / 3)).toBeCloseTo(1, 12);
      expect(max_error).toBe(1e200);
    },
  );

  // the oracle is arithmetic: a wrong answer at a logit of 1e4 costs 2e4 with softmax (a − b of 1 · x − 0 · x: 1e4)
  it('softmax at logits of ±1e4 and ±1e308: losses are differences of logits', async () => {
    const { loss, accuracy } = await trained(publicCase('num-08b-softmax'), 'c.json');
    expect(loss).toBe((0 + 1e4 + 1e4 + 0 + 0) / 5);
    expect(accuracy).toBe(3 / 5);
  });

  it('sigmoid at logits of ±1e4', async () => {
    const { loss, accuracy } = await trained(publicCase('num-08b-softmax'), 'c2.json');
    expect(loss).toBe(1e4 / 4);
    expect(accuracy).toBe(3 / 4);
  });
});

// scipy.optimize.minimize (BFGS, gtol 1e-12) of the mean of Huber's loss at δ = 1 over standardized x and y
it('a scaled target: the loss is in scaled units, metrics in those of the target (keras#23220)', async () => {
  // how near lbfgs comes before its gradient is small enough depends on the start
  const args = 'c.json --set head.initializer=glorot_uniform';
  const { loss, rmse, mae } = await trained(publicCase('num-24-target-scale'), args);
  expect(loss / 0.05681103127298589).toBeCloseTo(1, 12);
  expect(rmse / 21.67465542705018).toBeCloseTo(1, 7);
  expect(mae / 17.893428821149836).toBeCloseTo(1, 7);
});

describe('balanced classes', () => {
  // LogisticRegression of scikit-learn 1.2.1 with C = 1 / (0.1 Σ weights), tol 1e-12, on standardized x
  it('have the minimum that scikit-learn finds', async () => {
    const world = publicCase('num-20-balanced');
    await world.done('train c.json --out run --quiet --set data.train=d2.csv --set training.l2=0.1');
    const { stdout } = await world.done('predict run d2.csv');
    const p = stdout
      .trimEnd()
      .split('\n')
      .slice(1, 4)
      .map((line) => Number(line.split(',')[1]));
    [0.87683074, 0.74277683, 0.64778112].forEach((expected, i) => {
      expect(p[i]).toBeCloseTo(expected, 5);
    });
  });

  it.each([
    ['c.json', 'the class "c" is in'],
    ['c.json --set data.train=d2.csv --set training.class_weight={"a":1,"zzz":3}', 'there is no class "zzz"'],
  ])('%s is refused', async (args, message) => {
    const { code, stderr } = await publicCase('num-20-balanced').mlp(`train ${args} --out run --quiet`);
    expect(code).not.toBe(0);
    expect(stderr).toContain(message);
  });
});

// ludwig#526, ranger#125
describe('classes and columns with any name', () => {
  const trainedOnNames = async () => {
    const world = publicCase('data-26-names');
    world.write('c.json', (await world.done('init train.csv --target y --quiet')).stdout);
    await world.done('train c.json --out run --quiet --set training.epochs=5');
    return world;
  };

  it('are quoted where CSV asks for it', async () => {
    const { stdout } = await (await trainedOnNames()).done('predict run train.csv');
    expect(stdout.split('\n')[0]).toBe('prediction,"p_a,b","p_say ""hi""",p_x');
  });

  it('are refused where the output would have two columns of one name', async () => {
    const { code, stderr } = await (await trainedOnNames()).mlp(
      'predict run train.csv --keep prediction,p_x,y',
    );
    expect(code).toBe(2);
    expect(stderr).toContain('the output would have two columns prediction');
  });
});
