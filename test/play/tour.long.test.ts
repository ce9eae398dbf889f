import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { GenerationTarget } from '../../src/data/preprocessing/index.js';
import { samplerOf } from '../../src/model/sampler.js';
import type { ConfigJson } from '../../src/play/state/config.js';
import { tour } from '../../src/play/tour/index.js';
import { gradients } from '../../src/play/worker/parts/gradients.js';
import { Session } from '../../src/play/worker/session.js';
import { temporaryDirectory } from '../files/temporary_directory.js';
import { mlp } from '../helpers/cli.js';

interface Measured {
  readonly loss: number;
  readonly accuracy: number;
  readonly r2: number;
}

/** Metrics of a config that the program has trained. */
async function train(config: ConfigJson): Promise<{ train: Measured; validation: Measured; test: Measured }> {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, 'config.json'), JSON.stringify(config));
  const args = ['train', 'config.json', '--out', 'run', '--json', '--quiet'];
  const { code, stdout } = await mlp(args, { cwd: directory });
  expect(code).toBe(0);
  return JSON.parse(stdout);
}

const configOf = (id: string) => tour.find((state) => state.id === id)!.config;
const with_ = (id: string, change: ConfigJson): ConfigJson => ({ ...configOf(id), ...change });

/** Size of the gradient of the first matrix, as a part of that of the head, before training. */
async function reaching(id: string): Promise<number> {
  const session = await Session.open(0, JSON.stringify(configOf(id)), new Map());
  session.begin();
  const { matrices } = gradients(session)!;
  session.close();
  return matrices[0].size / matrices.at(-1)!.size;
}

/** Clusters of the ring that have at least ten of 1,000 rows which a generator makes, within three deviations. */
function clustersOf(session: Session): number {
  const target = session.prepared.dataset.preprocessing.target as GenerationTarget;
  const rows = samplerOf(session.forPictures(), target).begin(1)(1000);
  const counts = Array.from({ length: 8 }, (_, k) => {
    const [x, y] = [2 * Math.cos((Math.PI * k) / 4), 2 * Math.sin((Math.PI * k) / 4)];
    return rows.filter(([x1, x2]) => Math.hypot(Number(x1) - x, Number(x2) - y) < 3 * 0.12).length;
  });
  return counts.filter((count) => count >= 10).length;
}

/** Checks of what the sentences of each state say, as figures. */
const claims: Record<string, () => Promise<void>> = {
  async 'xor-line'() {
    const { train: found, test } = await train(configOf('xor-line'));
    expect(found.loss).toBeCloseTo(0.6918, 4);
    expect(found.accuracy).toBeCloseTo(0.5214, 4);
    expect(test.accuracy).toBeCloseTo(0.4667, 4);
  },
  async 'xor-basis'() {
    const { test } = await train(configOf('xor-basis'));
    expect(test).toMatchObject({ accuracy: 1 });
  },
  async 'xor-learned'() {
    const { test } = await train(configOf('xor-learned'));
    expect(test).toMatchObject({ accuracy: 1 });
    const two = await train(
      with_('xor-learned', { layers: [{ type: 'dense', units: 2, activation: 'tanh' }] }),
    );
    expect(two.train.accuracy).toBeCloseTo(1 - 1 / 7, 2);
  },
  async wide() {
    expect((await train(configOf('wide'))).train.r2).toBeCloseTo(0.366, 3);
  },
  async deep() {
    expect((await train(configOf('deep'))).train.r2).toBeCloseTo(0.998, 3);
    expect((await train(with_('deep', { seed: 0 }))).train.r2).toBeCloseTo(0.65, 2);
  },
  async identity() {
    const { train: found, test } = await train(configOf('identity'));
    expect(found.accuracy).toBeCloseTo(0.4964, 4);
    expect(test.accuracy).toBeCloseTo(0.4917, 4);
  },
  async relu() {
    expect((await train(configOf('relu'))).train).toMatchObject({ accuracy: 1 });
    const two = await train(with_('relu', { layers: [{ type: 'dense', units: 2, activation: 'relu' }] }));
    expect(two.train.accuracy).toBeCloseTo(0.8214, 4);
  },
  async tanh() {
    expect((await train(configOf('tanh'))).train.accuracy).toBeCloseTo(0.993, 3);
  },
  async overfitting() {
    const { train: found, validation } = await train(configOf('overfitting'));
    expect(found.loss).toBeCloseTo(0.0355, 4);
    expect(validation.loss).toBeCloseTo(0.3387, 4);
    const data = { train: { generator: 'gauss', rows: 1600, noise: 0.5 } };
    const more = await train(
      with_('overfitting', { data: { ...(configOf('overfitting').data as object), ...data } }),
    );
    expect(more.validation.loss / more.train.loss).toBeLessThan(1.3);
  },
  async regularisation() {
    const { train: found, validation } = await train(configOf('regularisation'));
    expect(found.loss).toBeCloseTo(0.1578, 4);
    expect(validation.loss).toBeCloseTo(0.135, 4);
  },
  async vanishing() {
    expect(await reaching('vanishing')).toBeLessThan(1e-6);
    const { train: found } = await train(configOf('vanishing'));
    expect(found.loss).toBeCloseTo(0.6937, 4);
    const one = await train(
      with_('vanishing', { layers: [{ type: 'dense', units: 8, activation: 'sigmoid' }] }),
    );
    expect(one.train.accuracy).toBeGreaterThan(0.98);
  },
  async 'tanh-gradients'() {
    expect(await reaching('tanh-gradients')).toBeCloseTo(0.008, 3);
    expect((await train(configOf('tanh-gradients'))).train).toMatchObject({ accuracy: 1 });
    const relu = (more: ConfigJson): ConfigJson =>
      with_('tanh-gradients', {
        layers: Array.from({ length: 8 }, () => ({ type: 'dense', units: 8, activation: 'relu', ...more })),
      });
    expect((await train(relu({}))).train.accuracy).toBeLessThan(0.55);
    expect((await train(relu({ initializer: 'he_uniform' }))).train.accuracy).toBe(1);
  },
  async normalised() {
    expect(await reaching('normalised')).toBeCloseTo(0.244, 3);
    expect((await train(configOf('normalised'))).train.accuracy).toBeCloseTo(0.9929, 4);
  },
  async gan() {
    const session = await Session.open(0, JSON.stringify(configOf('gan')), new Map());
    const ended = new Promise<void>((done) => {
      session.listener = { record() {}, frame: () => session.isEnded && done() };
    });
    session.begin();
    session.run();
    await ended;
    expect(clustersOf(session)).toBe(8);
    session.lookBack(15);
    expect(clustersOf(session)).toBe(2);
  },
};

describe('states of the tour', () => {
  it('are held to what they say, each', () => {
    expect(Object.keys(claims)).toEqual(tour.map(({ id }) => id));
  });

  it.each(tour)('$title', ({ id }) => claims[id]());

  it.each(tour)('$title: two sentences, and something to try', ({ text, exercise }) => {
    expect(text.match(/[.!](?= [A-Z]|$)/g)).toHaveLength(2);
    expect(exercise).toMatch(/\.$/);
  });
});
