import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataset } from '../cli/project.js';
import { mlp } from '../helpers/cli.js';

export const split = { type: 'random', validation: 0.2, test: 0.2 };
const units = (count: number, activation = 'tanh') => ({ type: 'dense', units: count, activation });

/** A point of a plane, and what is asked of it, as lines of CSV. */
const rows = (header: string, line: (a: number, b: number) => string): string =>
  `${header}\n${Array.from({ length: 60 }, (_, i) => line((i % 10) - 4.5, Math.floor(i / 10) - 2.5)).join('\n')}\n`;

const files: Readonly<Record<string, string>> = {
  'labels.csv': rows('a,b,high,right', (a, b) => `${a},${b},${Number(b > 0)},${Number(a > 0)}`),
  'shares.csv': rows('a,b,p,q', (a, b) => `${a},${b},${a > b ? '0.75,0.25' : '0.25,0.75'}`),
  'line.csv': rows('a,side', (a, b) => `${a + b / 10},${a > 0 ? 'right' : 'left'}`),
  'images.csv': readFileSync(dataset('digits.csv'), 'utf8').split('\n').slice(0, 150).join('\n'),
};

/** A config of each kind of run that a report tells apart. */
export const kinds = {
  plane: {
    data: { train: { generator: 'spiral', rows: 120 }, split },
    layers: [units(4), { type: 'dropout', rate: 0.1 }, units(20, 'relu')],
  },
  plane_of_numbers: {
    data: { train: { generator: 'reg_plane', rows: 80 }, split },
    layers: [{ type: 'residual', layers: [units(2)] }, units(3)],
  },
  plane_of_labels: {
    data: { train: 'labels.csv', target: ['high', 'right'], split },
    head: { activation: 'sigmoid' },
    layers: [units(3)],
  },
  plane_of_shares: {
    data: { train: 'shares.csv', target: ['p', 'q'], split },
    head: { activation: 'softmax', loss: 'cross_entropy' },
  },
  line: {
    data: { train: { generator: 'function', expression: 'sin(x)', rows: 60 }, split },
    layers: [units(5)],
  },
  line_of_classes: { data: { train: 'line.csv', target: 'side', split }, layers: [units(2)] },
  table: { data: { train: dataset('iris.csv'), target: 'species', split }, layers: [units(4)] },
  ensemble: {
    data: { train: dataset('iris.csv'), target: 'species', split },
    layers: [units(4)],
    ensemble: { type: 'shared', members: 3 },
  },
  ensemble_of_numbers: {
    data: { train: { generator: 'reg_plane', rows: 80 }, split },
    layers: [units(3)],
    ensemble: { type: 'shared', members: 2 },
  },
  table_encoded: {
    data: {
      train: dataset('penguins.csv'),
      target: 'species',
      missing: 'mean',
      encode: [{ type: 'piecewise_linear', width: 3 }, 'embedding'],
      split,
    },
    layers: [units(4)],
    training: { epochs: 3 },
  },
  table_of_numbers: {
    data: { train: dataset('servo.csv'), target: 'Class', split },
    task: 'regression',
    layers: [units(4), { type: 'batch_norm' }],
    training: { epochs: 3, restarts: 3 },
  },
  several_numbers: {
    data: { train: dataset('linnerud.csv'), target: ['weight', 'waist', 'pulse'] },
    task: 'regression',
  },
  images: { data: { train: 'images.csv', target: 'digit', split }, layers: [units(6, 'relu')] },
  autoencoder: {
    data: {
      train: dataset('penguins.csv'),
      missing: 'median',
      columns: { sex: { missing: 'most_frequent' } },
      split,
    },
    task: 'reconstruction',
    layers: [units(3)],
  },
  autoencoder_of_images: {
    data: { train: 'images.csv', ignore: ['digit'], split },
    task: 'reconstruction',
    layers: [units(4)],
  },
  generator: {
    data: { train: dataset('penguins.csv'), missing: 'median', split },
    task: 'generation',
    layers: [units(5)],
    training: { epochs: 4, objective: { type: 'vae', latent: 3 } },
  },
  generator_of_images: {
    data: { train: 'images.csv', ignore: ['digit'], split },
    task: 'generation',
    layers: [units(4)],
    training: { epochs: 4, objective: { type: 'vae', latent: 2 } },
  },
  adversarial: {
    data: { train: dataset('penguins.csv'), missing: 'median', split },
    task: 'generation',
    layers: [units(5)],
    training: { epochs: 4, objective: { type: 'gan', latent: 3 } },
  },
  adversarial_of_images: {
    data: { train: 'images.csv', ignore: ['digit'], split },
    task: 'generation',
    layers: [units(4)],
    training: { epochs: 4, objective: { type: 'gan', latent: 2 } },
  },
} as const;

export type Kind = keyof typeof kinds;

/** Kinds that between them have every chart and every layout: those of the short form. */
export const fewKinds: readonly Kind[] = [
  ...(['plane', 'plane_of_labels', 'plane_of_shares', 'line_of_classes', 'table', 'ensemble'] as const),
  ...(['table_encoded', 'table_of_numbers', 'autoencoder_of_images', 'generator_of_images'] as const),
];

/** Trains a run of each of some kinds, a few epochs; returns where each is. */
export async function trainRuns<Name extends Kind>(
  directory: string,
  names: readonly Name[],
): Promise<Record<Name, string>> {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  const trained = names.map(async (name) => [
    name,
    await trainRun(directory, name, { training: { epochs: 4 }, ...kinds[name] }),
  ]);
  return Object.fromEntries(await Promise.all(trained));
}

export async function trainRun(directory: string, name: string, config: object, stdin = ''): Promise<string> {
  writeFileSync(join(directory, `${name}.json`), JSON.stringify(config));
  const args = ['train', `${name}.json`, '--out', name, '--quiet'];
  const { code, stderr } = await mlp(args, { cwd: directory, stdin });
  if (code !== 0) throw new Error(`${name}: ${stderr}`);
  return join(directory, name);
}
