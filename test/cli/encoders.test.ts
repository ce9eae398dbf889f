import { describe, expect, test } from 'vitest';
import { dataset, type Project, project } from './project.js';

/** Two number columns that are encoded, two of categories, missing values, and a plain number. */
const config = (training: object = { epochs: 4 }) => ({
  name: 'penguins',
  data: {
    train: dataset('penguins.csv'),
    target: 'species',
    missing: 'median',
    encode: [{ type: 'piecewise_linear', width: 4 }, 'embedding'],
    columns: { beak_depth_mm: { encode: 'none' }, body_mass_g: { encode: { type: 'piecewise_linear' } } },
    split: { type: 'random', validation: 0.2 },
  },
  layers: [{ type: 'dense', units: 8, activation: 'relu' }],
  optimizer: 'adamw',
  training,
});

const world = (files: Record<string, object> = { 'c.json': config() }): Project => project(files);

describe('a network that encodes its inputs', () => {
  test('has the same bits on every backend and with several threads, and after --resume', async () => {
    const { done, sha256 } = world({ 'c.json': config(), 'half.json': config({ epochs: 2 }) });
    await done('train c.json --out js --backend js --quiet');
    await done('train c.json --out wasm --threads 1 --quiet');
    await done('train c.json --out threads --threads 2 --quiet');
    await done('train half.json --out resumed --quiet');
    await done('train c.json --out resumed --resume --quiet');
    const first = sha256('js/model.safetensors');
    for (const run of ['wasm', 'threads', 'resumed'])
      expect(sha256(`${run}/model.safetensors`), run).toBe(first);
  });

  test('check counts its parameters and memory; inspect shows bins, widths and tensors', async () => {
    const { done } = world();
    const checked = JSON.parse((await done('check c.json --json')).stdout);
    const [encoders, first] = checked.layers;
    await done('train c.json --out run --quiet');
    const { tensors, preprocessing } = JSON.parse((await done('inspect run --json')).stdout);
    const sizes = Object.entries<number[]>(tensors).filter(([name]) => name.startsWith('encoders.'));
    const sum = sizes.reduce((total, [, shape]) => total + shape.reduce((size, n) => size * n, 1), 0);
    expect(encoders).toMatchObject({ name: 'encoders', type: 'encoders', parameters: sum });
    expect(tensors['layers.0.weight']).toEqual([8, encoders.outputs]);
    expect(first.name).toBe('layers.0');
    expect(sizes.map(([name]) => name).sort()).toEqual([
      ...['beak_length_mm', 'flipper_length_mm'].flatMap((name) =>
        ['bias', 'slope', 'weight'].map((key) => `encoders.${name}.${key}`),
      ),
      ...['encoders.island.weight', 'encoders.sex.weight'],
    ]);
    const { encoding } = preprocessing.features.find(
      ({ name }: { name: string }) => name === 'beak_length_mm',
    );
    expect(tensors['encoders.beak_length_mm.weight']).toEqual([encoding.edges.length - 1, 4]);
    const { stdout } = await done('inspect run');
    expect(stdout).toMatch(/beak_length_mm +number.* bins to 4 numbers/);
    expect(stdout).toMatch(/body_mass_g +number.*, by \d+ bins\n/);
    expect(stdout).toMatch(/island +category.*vectors of 3 numbers: Biscoe, Dream, Torgersen/);
  });

  test('gradcheck passes, trained and untrained; jacobian leaves embedded categories out, and says so', async () => {
    const { done } = world();
    await done('gradcheck c.json');
    await done('train c.json --out run --quiet');
    await done('gradcheck run');
    const { stdout, stderr } = await done(`jacobian run ${dataset('penguins.csv')}`);
    expect(stdout.split('\n')[0]).not.toContain('island');
    expect(stdout.split('\n')[0]).toContain('dp_Adelie/dbody_mass_g');
    expect(stderr).toContain('no derivative by island, sex, which the network has vectors for');
  });

  test('a category that training did not have is predicted with a warning', async () => {
    const { done } = world();
    await done('train c.json --out run --quiet');
    const row =
      'island,beak_length_mm,beak_depth_mm,flipper_length_mm,body_mass_g,sex\nAtlantis,40,18,190,4000,MALE\n';
    const { stdout, stderr } = await done('predict run', { stdin: row });
    expect(stdout.trim().split('\n')).toHaveLength(2);
    expect(stderr).toMatch(/encoded as a vector of zeros: island: "?Atlantis/);
  });
});
