import { describe, expect, test } from 'vitest';
import { dataset, project, rowsOf } from './project.js';
import { onRing } from './ring.js';

const dense = (units: number) => ({ type: 'dense', units, activation: 'relu' });

/** A GAN of penguins, of few epochs. */
const penguins = {
  name: 'penguins',
  task: 'generation',
  data: {
    train: dataset('penguins.csv'),
    split: { type: 'random', validation: 0.2 },
    missing: 'mean',
  },
  layers: [dense(12)],
  training: { epochs: 8, objective: { type: 'gan', latent: 3 } },
};

const penguinsProject = () => project({ 'penguins.json': penguins });

describe('a GAN', () => {
  test('gives rows in the columns and units of the training data, with a model file of both networks', async () => {
    const { done } = penguinsProject();
    const trained = await done('train penguins.json --out run');
    expect(trained.stdout).toMatch(/real_accuracy/);
    expect(trained.stderr).toMatch(/3-12-17 network against 17-12-1, identity \+ non_saturating/);
    expect(trained.stderr).toMatch(
      /weights of the last epoch are kept, as no number of a GAN says which are best/,
    );
    const [header, ...rows] = rowsOf((await done('sample run --rows 300 --seed 1')).stdout);
    expect(header.slice(0, 3)).toEqual(['species', 'island', 'beak_length_mm']);
    expect(rows).toHaveLength(300);
    expect(rows.every(([, , , , , mass]) => mass === '' || /^\d{4}$/.test(mass))).toBe(true);
    const given = rowsOf((await done('sample run --rows 3 --given species=Adelie')).stdout);
    expect(given.slice(1).map(([species]) => species)).toEqual(['Adelie', 'Adelie', 'Adelie']);

    const { stdout } = await done('inspect run --json');
    const { tensors, layers } = JSON.parse(stdout);
    expect(Object.keys(tensors)).toEqual([
      ...['layers.0.weight', 'layers.0.bias', 'head.weight', 'head.bias'],
      ...['discriminator.layers.0.weight', 'discriminator.layers.0.bias'],
      ...['discriminator.head.weight', 'discriminator.head.bias'],
    ]);
    expect(layers.map(({ name }: { name: string }) => name)).toContain('discriminator.head');
    expect((await done('inspect run')).stdout).toMatch(
      /kept +epoch 8, the last; validation loss of the discr/,
    );

    // the numbers that train printed, and a judgement of samples
    const evaluated = await done('eval run');
    expect(evaluated.stdout).toContain(trained.stdout.trimEnd());
    expect(evaluated.stdout).toMatch(/Wasserstein/);
  });

  test('learns a ring of clusters, roughly, within few epochs', async () => {
    const { done } = project({
      'ring.json': {
        task: 'generation',
        data: { train: { generator: 'ring', rows: 800, noise: 0.3 }, ignore: ['label'] },
        layers: [dense(48), dense(48)],
        optimizer: { type: 'adam', learning_rate: 0.002, beta1: 0.5 },
        training: {
          epochs: 150,
          batch_size: 100,
          objective: { type: 'gan', latent: 2, loss: 'least_squares' },
        },
      },
    });
    await done('train ring.json --out run --quiet');
    const [, ...rows] = rowsOf((await done('sample run --rows 2000')).stdout);
    const { share, least } = onRing(
      rows.map((row) => row.map(Number)),
      0.32,
    );
    expect(share).toBeGreaterThan(0.8);
    expect(least).toBeGreaterThan(0.02);
  });

  test('starts from the weights of a model', async () => {
    const { done, json } = penguinsProject();
    await done('train penguins.json --out run --quiet');
    await done('train penguins.json --out next --quiet --set training.init_from=run --set training.epochs=1');
    expect(json('next/metrics.json').train.loss).not.toBe(json('run/metrics.json').train.loss);
  });

  test.each([
    ['predict run penguins.csv', /makes rows out of codes and predicts nothing of rows: see mlp sample/],
    ['trace run', /no row has a loss to be traced/],
    ['jacobian run penguins.csv', /a generator makes rows/],
  ])('%s is refused', async (args, message) => {
    const { done, mlp } = penguinsProject();
    await done('train penguins.json --out run --quiet --set training.epochs=1');
    const { stderr, code } = await mlp(args.replace('penguins.csv', dataset('penguins.csv')));
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});

/** Settings that are refused, by the schema (2, as a flag is at fault) or by what goes together (78). */
const refused: readonly [set: string, message: RegExp, code?: number][] = [
  ['data.target=species', /data.target: a generator predicts nothing/],
  ['training.objective.latent=0', /latent: .*at least 1/, 2],
  ['task=classification', /gan is for generators/],
  ['training.objective.loss=hinge', /loss: .*"non_saturating"/, 2],
  [
    'training.objective.discriminator=[{"type":"batch_norm"}]',
    /discriminator\[0\]: batch_norm takes the variance/,
  ],
  [
    'training.objective.discriminator=[{"type":"dense","units":4,"initial":{"weight":[[1,2]]}}]',
    /training.objective.discriminator\[0\]\.initial\.weight.*17/,
  ],
  [
    'training.objective.discriminator=[{"type":"residual","layers":[{"type":"dense","units":3}]}]',
    /training.objective.discriminator\[0\].*17/,
  ],
  ['training.early_stopping={}', /early_stopping: no number of a GAN says/],
  ['training.restore_best=true', /restore_best: no number of a GAN/],
  ['training.restarts=3', /restarts: no number of a GAN/],
  ['ensemble={"type":"folds","folds":3}', /ensemble: averages predictions, and a generator makes none/],
  ['optimizer.schedule=plateau', /plateau waits for a loss that falls/],
  ['training.objective.optimizer={"type":"lbfgs"}', /lbfgs needs the same loss at every step/, 2],
  ['layers.0.activity_l1=0.1', /activity_l1: has no place/],
];

test.each(refused)('check refuses %s', async (set, message, expected = 78) => {
  const { mlp } = penguinsProject();
  const { stderr, code } = await mlp(`check penguins.json --set ${set}`);
  expect(stderr).toMatch(message);
  expect(code).toBe(expected);
});
