import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  backends,
  buildNetwork,
  datasetFromArrays,
  parseConfig,
  prepareDataset,
  random,
} from '../../src/index.js';
import { measureErrors } from '../../src/model/anomalies.js';
import { dataset, project, rowsOf } from './project.js';

const [header, ...lines] = readFileSync(dataset('iris.csv'), 'utf8').trimEnd().split('\n');
const part = (rows: readonly string[]) => `${[header, ...rows].join('\n')}\n`;
const files = {
  'train.csv': part(lines.filter((_, i) => i % 3 !== 0)),
  'validation.csv': part(lines.filter((_, i) => i % 3 === 0)),
  'odd.csv': part([...lines.slice(0, 20), '90,1,40,7,setosa']),
};

const autoencoder = {
  task: 'reconstruction',
  data: { train: 'train.csv', validation: 'validation.csv', ignore: ['species'] },
  layers: [{ type: 'dense', units: 2 }],
  training: { epochs: 30 },
};

/** Errors and marks that predict prints. */
const numbersOf = (text: string) =>
  rowsOf(text)
    .slice(1)
    .map((row) => row.map(Number));

describe('predict --error --threshold', () => {
  test('marks what is above the quantile of the validation errors, and needs no data for it', async () => {
    const { done } = project({ ...files, 'a.json': autoencoder });
    await done('train a.json --quiet --out run');
    const errors = numbersOf((await done('predict run validation.csv --error')).stdout).flat();
    const sorted = [...errors].sort((a, b) => a - b);
    for (const [share, k] of [
      [0.99, 50],
      [0.98, 49],
      [0.5, 25],
      [0.51, 26],
      [0.01, 1],
      [1, 50],
    ] as const) {
      const { stdout, stderr } = await done(`predict run validation.csv --error --threshold ${share}`);
      // numpy.quantile(errors, share, method='inverted_cdf')
      const limit = sorted[k - 1];
      expect(stderr).toContain(
        `an error above ${limit}, which ${share} of the 50 validation rows do not exceed`,
      );
      expect(stderr.includes('the largest of them')).toBe(k === 50);
      expect(rowsOf(stdout)[0]).toEqual(['error', 'anomaly']);
      expect(numbersOf(stdout)).toEqual(errors.map((error) => [error, Number(error > limit)]));
      expect(errors.filter((error) => error > limit)).toHaveLength(50 - k);
    }
    const marked = numbersOf((await done('predict run odd.csv --error --threshold 0.98')).stdout);
    expect(marked.at(-1)![1]).toBe(1);
    expect(marked.filter(([, anomaly]) => anomaly === 1).length).toBeLessThan(5);
  });

  test('without validation rows it goes by the training rows, and says what that means; of folds by those held out', async () => {
    const { done } = project({
      ...files,
      'a.json': {
        ...autoencoder,
        data: { train: 'train.csv', ignore: ['species'] },
        training: { epochs: 3 },
      },
    });
    await done('train a.json --quiet --out run');
    const { stderr } = await done('predict run odd.csv --error --threshold 0.9');
    expect(stderr).toContain('0.9 of the 100 training rows do not exceed; the network was trained on these');
    await done('train a.json --quiet --out folds --set ensemble=folds');
    const folds = await done('predict folds odd.csv --error --threshold 0.9');
    expect(folds.stderr).toContain('0.9 of the 100 validation rows');
  });

  test('a share of 0 is refused', async () => {
    const { done, mlp } = project({ ...files, 'a.json': { ...autoencoder, training: { epochs: 1 } } });
    await done('train a.json --quiet --out run');
    const { code, stderr } = await mlp('predict run odd.csv --error --threshold 0');
    expect(code).toBe(2);
    expect(stderr).toContain('such as 0.99');
  });
});

test('of many rows a thousand quantiles are kept, and no error that is not finite', () => {
  const quantiles = (rows: number, last = 0) => {
    // the output is 0, so that the error of x is x²
    const x = Float64Array.from({ length: rows }, (_, i) => (i === rows - 1 && last) || Math.sqrt(i + 1));
    const data = datasetFromArrays({ train: { x }, inputs: 1, target: { kind: 'reconstruction' } });
    const parsed = parseConfig({ task: 'reconstruction', data: { train: '-' } });
    const { config, dataset: prepared, inputs, outputs } = prepareDataset({ ...parsed, name: 'a' }, data);
    const network = buildNetwork(config, inputs, outputs, backends.js).allocate(64);
    network.initialize(random(0, 'weights'));
    network.w.fill(0);
    return measureErrors(network, prepared);
  };
  const many = quantiles(2500)!;
  expect([many.part, many.rows, many.values.length]).toEqual(['train', 2500, 1000]);
  // 0.99 of 2,500 rows are 2,475
  expect(many.values[989]).toBeCloseTo(2475, 8);
  expect(many.values[999]).toBeCloseTo(2500, 8);
  expect(quantiles(3)!.values).toHaveLength(3);
  expect(quantiles(3, 1e200)).toBeUndefined();
});
