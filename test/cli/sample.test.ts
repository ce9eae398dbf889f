import { describe, expect, test } from 'vitest';
import { isLong } from '../helpers/runs.js';
import { dataset, project, rowsOf } from './project.js';

/** A variational autoencoder of penguins, of few epochs. */
const penguins = (more: object = {}, objective: object = {}) => ({
  name: 'penguins',
  task: 'generation',
  data: {
    train: dataset('penguins.csv'),
    split: { type: 'random', validation: 0.2 },
    missing: 'mean',
  },
  layers: [{ type: 'dense', units: 12, activation: 'tanh' }],
  optimizer: { type: 'adam', learning_rate: 0.01 },
  training: { epochs: 12, objective: { type: 'vae', latent: 3, warmup_epochs: 5, ...objective } },
  ...more,
});

/** A project with a generator of penguins in `run`, and what train printed. */
async function withPenguins() {
  const trained = project({ 'penguins.json': penguins() });
  const { stdout: metrics } = await trained.done('train penguins.json --out run --json --quiet');
  return { ...trained, metrics };
}

/** Conditions that no row can meet. */
const conditions: [string, RegExp][] = [
  ['--given sepcies=Adelie', /--given sepcies=Adelie: .* did you mean "species"/],
  ['--given species=Adele', /--given species=Adele: .* did you mean "Adelie"/],
  ['--given body_mass_g=1', /from 2700 to 6300 in training/],
  ['--given species', /Expected a column and a value/],
];

describe('sample', () => {
  test('prints rows in the columns and units of the training data, the same for a seed', async () => {
    const trained = await withPenguins();
    const { stdout } = await trained.done('sample run --rows 400 --seed 1');
    const [header, ...rows] = rowsOf(stdout);
    expect(header).toEqual([
      ...['species', 'island', 'beak_length_mm', 'beak_depth_mm', 'flipper_length_mm', 'body_mass_g', 'sex'],
    ]);
    expect(rows).toHaveLength(400);
    const column = (j: number) => rows.map((row) => row[j]);
    expect(new Set(column(0))).toEqual(new Set(['Adelie', 'Chinstrap', 'Gentoo']));
    expect(column(2).every((text) => text === '' || /^\d\d(\.\d)?$/.test(text))).toBe(true);
    expect(column(5).every((text) => text === '' || (/^\d{4}$/.test(text) && Number(text) >= 2700))).toBe(
      true,
    );
    expect(new Set(column(6))).toEqual(new Set(['MALE', 'FEMALE', '']));
    // 11 of 344 are missing in the data
    const missing = column(6).filter((text) => text === '').length;
    expect(missing).toBeGreaterThan(2);
    expect(missing).toBeLessThan(40);

    // the same rows for the same seed, however many are asked for
    const draw = async (args: string) => rowsOf((await trained.done(`sample run ${args}`)).stdout);
    const many = await draw('--rows 1500 --seed 7');
    expect((await draw('--rows 301 --seed 7 --backend js')).slice(1)).toEqual(many.slice(1, 302));
    expect(await draw('--rows 30 --seed 8')).not.toEqual(many.slice(0, 31));

    const objects = (await trained.done('sample run --rows 200 --json')).stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(objects).toHaveLength(200);
    expect(objects.every(({ body_mass_g: mass }) => mass === null || Number.isInteger(mass))).toBe(true);
    expect(objects.some(({ sex }) => sex === null)).toBe(true);

    const given = await trained.done('sample run --rows 20 --given species=Gentoo --given sex=MALE');
    const [, ...males] = rowsOf(given.stdout);
    expect(males).toHaveLength(20);
    expect(males.every((row) => row[0] === 'Gentoo' && row[6] === 'MALE')).toBe(true);
    expect(given.stderr).toMatch(/note: 20 rows of \d+ that were drawn fit what is given/);

    // eval prints the numbers that train printed
    const { train, validation } = JSON.parse(trained.metrics);
    const measured = JSON.parse((await trained.done('eval run --json')).stdout);
    expect(measured).toMatchObject({ train, validation });
    expect(train.elbo).toBeCloseTo(-(train.reconstruction + train.kl), 9);
    expect(train.loss).toBeCloseTo(-train.elbo, 9);
    expect(train.importance_weighted_bound).toBeGreaterThan(train.elbo);
    expect(train.elbo).toBeGreaterThan(measured.baseline.train.elbo);

    // and how sampled rows compare with real ones, beside independent columns
    const { sampled, independent, training } = measured.samples;
    expect(sampled.detection_auc).toBeLessThan(independent.detection_auc);
    expect(training.utility[0]).toMatchObject({ target: 'species', metric: 'accuracy' });
    expect(sampled.associations.mean_difference).toBeLessThan(independent.associations.mean_difference);
    if (isLong)
      expect((await trained.done('eval run')).stdout).toMatch(/trained on these: species, accuracy {2}/);

    for (const [args, message] of conditions) {
      const { code, stderr } = await trained.mlp(`sample run ${args}`);
      expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
    }
  });
});

describe('a bad config, or a bad condition', () => {
  const configs: [string, object, RegExp][] = [
    [
      'a target',
      penguins({ data: { train: dataset('penguins.csv'), target: 'species' } }),
      /data\.target: a generator/,
    ],
    ['latent 0', penguins({}, { latent: 0 }), /training\.objective\.latent: expected/],
    ['another task', { ...penguins(), task: 'regression' }, /training\.objective: vae is for generators/],
    ['a loss', penguins({ head: { loss: 'mse' } }), /head\.loss: follows from the columns/],
    ['an ensemble', penguins({ ensemble: 'shared' }), /ensemble: averages predictions/],
    [
      'a metric of classes',
      penguins({ training: { early_stopping: { metric: 'accuracy' } } }),
      /training\.early_stopping\.metric: no accuracy, as a generator has no target; use one of loss, elbo/,
    ],
  ];
  test.each(configs)('%s', async (_, config, message) => {
    const { mlp } = project({ 'bad.json': config });
    const { code, stderr } = await mlp('train bad.json');
    expect([code, stderr]).toEqual([78, expect.stringMatching(message)]);
  });

  test('a model that is no generator', async () => {
    const { mlp, done } = project({
      'xor.json': { data: { train: { generator: 'xor' } }, training: { epochs: 1 } },
    });
    await done('train xor.json --out run --quiet');
    const { code, stderr } = await mlp('sample run');
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/trained for classification, and generates no rows/),
    ]);
  });
});

describe('training of a variational autoencoder', () => {
  test('goes on to the same bits after an interruption, on other backends and threads', async () => {
    const { done, sha256 } = project({
      'penguins.json': penguins({ training: { ...penguins().training, epochs: 6 } }),
    });
    await done('train penguins.json --out whole --quiet');
    await done('train penguins.json --out js --backend js --quiet');
    await done('train penguins.json --out threads --threads 2 --quiet');
    await done('train penguins.json --out resumed --set training.epochs=3 --quiet');
    await done('train penguins.json --out resumed --resume --quiet');
    const model = (run: string) => sha256(`${run}/model.safetensors`);
    expect([model('js'), model('threads'), model('resumed')]).toEqual(Array(3).fill(model('whole')));
  });

  test('has gradients that numeric ones agree with', async () => {
    const { done } = project({ 'penguins.json': penguins() });
    await done('gradcheck penguins.json');
  });
});
