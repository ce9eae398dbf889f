import { describe, expect, it, test } from 'vitest';
import { project } from '../cli/project.js';
import { publicCase } from './public_case.js';

/** The warnings of a training, and its metrics. */
const train = async (world: ReturnType<typeof project>, flags: string) => {
  const { code, stdout, stderr } = await world.mlp(`train ${flags} --out run --force`);
  const lines = stderr
    .split('\n')
    .filter((line) => /^(warning|error): |^note: (no better|predicts)/.test(line));
  return { code, stdout, lines, metrics: world.json('run/metrics.json') };
};

describe('data-25: a column that gives the target', () => {
  it('is said, by name, and leaving it out is as printed', async () => {
    const world = publicCase('data-25-leak');
    const { stdout } = await world.done('init train.csv --target y --preset fast --test 0.15');
    world.write('c.json', stdout);
    const said =
      'one column alone gives the target: `outcome_code` (each of its 2 values has one class); ' +
      'if it is not known when predictions are made, leave it out by data.ignore';
    const { lines, metrics } = await train(world, 'c.json');
    expect(lines).toEqual([`warning: ${said}`]);
    expect(metrics.verdict).toEqual([said]);
    const without = await train(world, 'c.json --set data.ignore=["outcome_code"]');
    expect(without.lines.join()).not.toContain('one column alone');
    expect(without.metrics.test.accuracy).toBeLessThan(0.9);
  });
});

describe('num-09: what overflowed is named (pytorch#46849)', () => {
  it('targets of 1e160: the loss', async () => {
    const { code, lines } = await train(
      publicCase('num-09-clip'),
      'c.json --set training.gradient_clip={"value":1}',
    );
    expect(code).toBe(1);
    expect(lines).toEqual([
      'error: training diverged in epoch 1, step 1: head: the loss is no longer finite; the last good weights ' +
        '(epoch 0) were kept; targets reach 1.000e+160; try smaller units in the data',
    ]);
  });

  it('inputs of 1e200: a loss that is finite, and 1,000 times what it was', async () => {
    const { code, lines } = await train(publicCase('num-09-clip'), 'cn.json');
    expect(code).toBe(0);
    expect(lines).toEqual([
      'warning: training diverged, though to finite numbers: the training loss is 1.500e+199, after 1.5 in epoch 1; ' +
        'the input x reaches 2.000e+200; try smaller units in the data',
    ]);
  });
});

describe('num-23: houses without scaling', () => {
  const prices = () => publicCase('num-23-gradcheck');

  it('no better than the mean, and what to try, which helps', async () => {
    const world = prices();
    const { lines } = await train(world, 'h.json');
    expect(lines).toHaveLength(1);
    const [, flags] =
      /^note: no better than the mean on validation: rmse .+; targets reach 858800; try (.+)$/.exec(
        lines[0],
      )!;
    const { lines: after, metrics } = await train(world, `h.json ${flags}`);
    expect(after).toEqual([]);
    expect(metrics.validation.r2).toBeGreaterThan(0.9);
  });

  it('dead units are found, not guessed', async () => {
    const relu = '--set layers.0.activation=relu --set layers.1.activation=relu --set data.scale=none';
    const { lines } = await train(prices(), `h.json ${relu} --set optimizer.learning_rate=10`);
    expect(lines[0]).toMatch(
      /^note: predicts the same for every row of validation \(\S+\): all \d+ units of layers\.[01] are dead: they give 0 for every training row; the input area reaches 238\.4 and targets reach 858800; try --set data\.scale=standard --set data\.target_scale=standard$/,
    );
  });
});

describe('rows that tell nothing', () => {
  /** Two inputs of noise, and a target that they say nothing of. */
  const noise = (rows: number, target: (i: number) => string | number) =>
    `a,b,y\n${Array.from({ length: rows }, (_, i) => {
      const hash = (k: number) => ((((i + 1) * k * 2654435761) % 4294967296) / 4294967296).toFixed(4);
      return `${hash(7)},${hash(13)},${target(i)}\n`;
    }).join('')}`;
  const settings = {
    data: { train: 'd.csv', target: 'y', split: { type: 'random', validation: 0.2, test: 0.2 } },
    layers: [{ type: 'dense', units: 32, activation: 'relu' }],
    optimizer: { type: 'adam', learning_rate: 0.01 },
    training: { epochs: 100 },
  };

  test('a rare class: predicts only the other, as guessing does', async () => {
    const world = project({
      'd.csv': noise(300, (i) => ((i * 37) % 13 === 0 ? 'yes' : 'no')),
      'c.json': settings,
    });
    const { stdout, lines, metrics } = await train(world, 'c.json --set training.epochs=10');
    const { accuracy } = metrics.test;
    const shown = Number(accuracy.toPrecision(4));
    expect(lines).toEqual([
      `note: predicts only \`no\` on test, with an accuracy of ${shown}; so would guessing (${shown})`,
    ]);
    expect(metrics.baseline).toMatchObject({ predicts: 'always no', test: { accuracy } });
    expect(stdout).toMatch(/^metric +train +validation +test +baseline$/m);
    expect(stdout).toMatch(/^baseline: always no, measured on test$/m);
    // the same table, later
    expect((await world.done('eval run')).stdout).toBe(stdout);
  });

  test('numbers: no better than the mean; and validation that gets worse where nothing keeps the best', async () => {
    const world = project({ 'd.csv': noise(120, (i) => ((i * 7919) % 101) / 50), 'c.json': settings });
    const task = 'c.json --set task=regression --set training.epochs=400';
    const best = await train(world, task);
    expect(best.lines.join('\n')).toMatch(/^note: no better than the mean on test: rmse \S+ against \S+$/);
    const last = await train(world, `${task} --set training.restore_best=false`);
    expect(last.lines[0]).toMatch(
      /^warning: validation has been getting worse since epoch \d+ \(loss \S+, now \S+\), and the last weights were kept; try --set training\.restore_best=true/,
    );
  });

  test('the index of an embedded category is no large input: no scaling is advised', async () => {
    const world = project({
      'd.csv': noise(300, (i) => ((i * 7919) % 101) / 50).replaceAll(/^\d\.(\d\d)\d*,/gm, 'c$1,'),
      'c.json': settings,
    });
    const { lines } = await train(
      world,
      'c.json --set task=regression --set data.encode=embedding --set training.epochs=5',
    );
    expect(lines.at(-1)).toMatch(/^note: no better than the mean on test: rmse \S+ against \S+$/);
  });

  test('a metric that is the same in every epoch', async () => {
    const world = project({
      'd.csv': noise(300, (i) => ((i * 37) % 13 === 0 ? 'yes' : 'no')),
      'c.json': settings,
    });
    const { lines } = await train(
      world,
      'c.json --set training.early_stopping={"metric":"accuracy","patience":3}',
    );
    expect(lines[0]).toMatch(
      /^warning: accuracy on validation was \S+ in every epoch, so that it said nothing/,
    );
  });
});

test('a good ordinary model has no verdict', async () => {
  for (const name of ['iris', 'penguins', 'mtcars', 'gauss', 'spiral']) {
    const world = project({});
    const { metrics, lines } = await train(world, `${process.cwd()}/configs/${name}.json`);
    expect([name, metrics.verdict, lines]).toEqual([name, [], []]);
  }
});

describe('num-16: early stopping restores the best weights (keras#12511, tensorflow#35634, ciclo#11)', () => {
  // x = 1, t = 1 by sgd: w is 1 − 2 · 0.8^k after epoch k, and the validation loss, with t = 0, w²: 0.36, 0.0784,
  // 0.000576, 0.0327 …
  it('the best of all epochs', async () => {
    const { metrics } = await train(publicCase('num-16-early-stop'), 'c2.json');
    expect(metrics).toMatchObject({ best_epoch: 3, stop_reason: 'epochs' });
    expect(metrics.validation.loss).toBeCloseTo(0.024 ** 2, 12);
  });

  it('less than min_delta is no improvement that goes on, but the best is kept', async () => {
    const { metrics } = await train(
      publicCase('num-16-early-stop'),
      'c.json --set training.early_stopping.patience=1 --set training.early_stopping.min_delta=0.2',
    );
    expect(metrics.restarts[0]).toMatchObject({ epochs: 3, best_epoch: 3, stop_reason: 'early_stopping' });
    expect(metrics.validation.loss).toBeCloseTo(0.024 ** 2, 12);
  });
});

describe('num-18: lbfgs converges on data that are not scaled (pytorch#5953)', () => {
  it('classes of 1e6, a poisson regression, numbers of 1e12', async () => {
    const world = publicCase('num-18-lbfgs');
    expect((await train(world, 'c.json')).metrics.train.accuracy).toBe(1);
    expect((await train(world, 'r2.json')).metrics.train.r2).toBeGreaterThan(0.999);
    await train(world, 'p.json');
    // at the maximum of the likelihood Σ (rate − y) and Σ x (rate − y) are 0
    const { stdout } = await world.done('predict run p2.csv --keep x,y');
    const rows = stdout.trimEnd().split('\n').slice(1);
    const [sum, product] = rows.reduce(
      ([a, b], line) => {
        const [x, y, rate] = line.split(',').map(Number);
        return [a + (rate - y), b + (x * (rate - y)) / 1000];
      },
      [0, 0],
    );
    expect(Math.abs(sum)).toBeLessThan(1e-3);
    expect(Math.abs(product)).toBeLessThan(1e-3);
  });
});
