import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeSafetensors, encodeSafetensors } from '../../src/index.js';
import { temporaryDirectory } from '../files/temporary_directory.js';
import { shell } from '../helpers/cli.js';
import {
  type GoldenNetwork,
  goldenConfig,
  goldenNetworks,
  goldenTensors,
  isReconstruction,
  trainingTolerance,
} from '../helpers/golden_networks.js';
import { sample } from '../helpers/runs.js';
import { expectClose } from './laws/numeric.js';

/** Writes its data (numbers as JavaScript prints them read back to the bit), initial weights and config. */
function writeFiles(golden: GoldenNetwork, directory: string): void {
  const { X, Y, init } = golden;
  const targets = isReconstruction(golden) ? X.map(() => []) : Y.map((y) => [y].flat());
  const columns = (letter: string, rows: readonly (readonly number[])[]) =>
    rows[0].map((_, j) => `${letter}${j + 1}`);
  const lines = X.map((x, i) => [...x, ...targets[i]].join(','));
  const header = [...columns('x', X), ...columns('y', targets)].join(',');
  writeFileSync(join(directory, 'data.csv'), `${[header, ...lines].join('\n')}\n`);

  const tensors = goldenTensors(golden, init).map(
    ({ name, shape, values }) => [name, { shape, data: Float64Array.from(values) }] as const,
  );
  writeFileSync(join(directory, 'init.safetensors'), encodeSafetensors(new Map(tensors), {}));

  const config = goldenConfig(golden);
  const target = columns('y', targets);
  writeFileSync(
    join(directory, 'config.json'),
    JSON.stringify({
      ...config,
      data: { train: 'data.csv', ...(target.length > 0 && { target }), scale: 'none' },
      training: { ...config.training, init_from: 'init.safetensors' },
    }),
  );
}

describe.each(sample(goldenNetworks, 1))('mlp train, $name, against PyTorch', (golden) => {
  it('the losses of all epochs and the final weights', async () => {
    const directory = temporaryDirectory();
    writeFiles(golden, directory);
    const { code, stdout, stderr } = await shell('mlp train config.json --json --quiet --out run', {
      cwd: directory,
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout).train.rows).toBe(golden.X.length);

    const tolerance = trainingTolerance(golden);
    const history = readFileSync(join(directory, 'run/metrics.jsonl'), 'utf8').trim().split('\n');
    const losses = history.map((line) => JSON.parse(line).train.loss);
    expectClose(losses, golden.train_loss_by_epoch, tolerance, tolerance);

    const model = decodeSafetensors(readFileSync(join(directory, 'run/model.safetensors')), 'model', {
      dtypes: ['F64'],
      requireHash: true,
    });
    const final = goldenTensors(golden, golden.final);
    expect([...model.tensors.keys()].sort()).toEqual(final.map(({ name }) => name).sort());
    for (const { name, shape, values } of final) {
      const tensor = model.tensors.get(name)!;
      expect(tensor.shape).toEqual(shape);
      expectClose(tensor.data, values, tolerance, tolerance);
    }
  });
});
