import { describe, expect, test } from 'vitest';
import { project } from './project.js';

const town = (i: number) =>
  i % 20 === 3 ? ['Bari', 'Turin', 'Pisa'][Math.floor(i / 20)] : ['Rome', 'Oslo'][i % 2];
const rows = [
  'x,town,same,w',
  ...Array.from({ length: 60 }, (_, i) => `${i % 9 ? i : ''},${i === 30 ? '' : town(i)},7,${1 + (i % 2)}`),
  '',
].join('\n');
const generator = (objective: object, data: object = {}) => ({
  task: 'generation',
  data: { train: 'rows.csv', weight: 'w', columns: { town: { min_count: 3 } }, missing: 'mean', ...data },
  layers: [],
  training: { epochs: 2, objective },
});
const vae = { type: 'vae', latent: 2 };
const gan = { type: 'gan', latent: 2, discriminator: [] };

const withMissing = { columns: { town: { min_count: 3, missing: 'most_frequent' } } };

describe('generators', () => {
  test('draw rare values each as they are, and predict says the likeliest ones', async () => {
    const { done } = project({ 'rows.csv': rows, 'a.json': generator(vae, withMissing) });
    await done('train a.json --quiet --out run');
    const { stdout } = await done('sample run --rows 400');
    const towns = new Set(
      stdout
        .trimEnd()
        .split('\n')
        .slice(1)
        .map((line) => line.split(',')[1]),
    );
    expect(towns).toEqual(new Set(['Rome', 'Oslo', 'Bari', 'Turin', 'Pisa', '']));
    const predicted = (await done('predict run rows.csv')).stdout.trimEnd().split('\n');
    expect(predicted[0]).toBe('prediction_x,prediction_town,prediction_same');
    expect(predicted).toHaveLength(61);
    expect(new Set(predicted.slice(1).map((line) => line.split(',')[2]))).toEqual(new Set(['7']));
    await done('sample run --rows 2 --given town=Pisa');
  });

  test('may have rows of weight 0 among those that a GAN is trained on', async () => {
    const light = rows.replace(/,1$/gm, ',0');
    const { done, json } = project({ 'rows.csv': light, 'a.json': generator(gan) });
    await done('train a.json --quiet --out run');
    expect(json('run/metrics.json').train.rows).toBe(60);
    const { stdout } = await done('sample run --rows 50');
    expect(stdout.trimEnd().split('\n')).toHaveLength(51);
  });
});

describe('predictions', () => {
  const numbers = (more: object = {}) => ({
    data: { train: 'n.csv', target: ['y', 'z'], ...more },
    layers: [],
    training: { epochs: 1 },
  });
  const csv = ['a,y,z', ...Array.from({ length: 20 }, (_, i) => `${i},${i % 2},${Number(i > 9)}`), ''].join(
    '\n',
  );
  test('of labels are 0 or 1 by the threshold', async () => {
    const { done } = project({ 'n.csv': csv, 'a.json': { ...numbers(), head: { activation: 'sigmoid' } } });
    await done('train a.json --quiet --out run');
    const low = (await done('predict run n.csv --threshold 0.0001')).stdout.trimEnd().split('\n');
    expect(low[0]).toBe('prediction_y,prediction_z,p_y,p_z');
    expect(low[1]).toMatch(/^1,1,0\./);
    expect((await done('predict run n.csv --threshold 0.9999')).stdout.split('\n')[1]).toMatch(/^0,0,0\./);
  });

  test('of an autoencoder are in the units of the columns, and its errors are of each row', async () => {
    const of = { task: 'reconstruction', data: { train: 'n.csv' }, layers: [], training: { epochs: 1 } };
    const { done } = project({ 'n.csv': csv, 'a.json': of });
    await done('train a.json --quiet --out run');
    expect((await done('predict run n.csv')).stdout).toMatch(/^prediction_a,prediction_y,prediction_z\n/);
    expect((await done('predict run n.csv --error')).stdout).toMatch(/^error\n\d/);
    const marked = (await done('predict run n.csv --error --threshold 0.9')).stdout.trimEnd().split('\n');
    expect(marked[0]).toBe('error,anomaly');
    expect(marked.filter((line) => line.endsWith(',1')).length).toBeLessThan(5);
  });
});
