import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { encodeSafetensors } from '../../../src/files/index.js';
import { dataset, project } from '../../cli/project.js';

interface Case {
  readonly name: string;
  readonly file: string;
  readonly target: string;
  readonly features: readonly string[];
  readonly folds: number;
  readonly epochs: number;
  readonly learning_rate: number;
  readonly weights: Readonly<Record<string, number[] | number[][]>>;
  readonly held: readonly number[][];
  readonly scores: Readonly<Record<string, number[]>>;
}
const { scores: cases }: { scores: Case[] } = JSON.parse(
  readFileSync(new URL('../../golden/cross_validation.json', import.meta.url), 'utf8'),
);

/** The config of a case: its task is told by the number of outputs and its metrics. */
function configOf({ file, target, features, epochs, learning_rate, weights, scores }: Case) {
  const isRegression = 'r2' in scores;
  const isBinary = !isRegression && weights['head.bias'].length === 1;
  const loss = isRegression ? 'mse' : isBinary ? 'binary_cross_entropy' : 'cross_entropy';
  return {
    task: isRegression ? 'regression' : 'classification',
    data: { train: dataset(file), target, features, split: { type: 'random', validation: 0, test: 0.2 } },
    layers: [{ type: 'dense', units: 5, activation: 'tanh' }],
    head: { loss },
    // scikit-learn minimises half of the squared error
    optimizer: { type: 'sgd', learning_rate: isRegression ? learning_rate / 2 : learning_rate },
    training: { epochs, batch_size: 'full', shuffle: false, init_from: 'start.safetensors' },
  };
}

const tensorsOf = ({ weights }: Case) =>
  new Map(
    Object.entries(weights).map(([name, values]) => [
      name,
      {
        shape: Array.isArray(values[0]) ? [values.length, values[0].length] : [values.length],
        data: Float64Array.from(values.flat()),
      },
    ]),
  );

describe("scores are those of scikit-learn's cross_validate, with the same folds and weights to start from", () => {
  it.each(cases)('$name', async (each) => {
    const world = project({ 'config.json': configOf(each) });
    world.write('start.safetensors', encodeSafetensors(tensorsOf(each), {}));
    await world.done(`cv config.json --folds ${each.folds} --no-shuffle --predictions held.csv --out cv`);
    const { results, metrics } = world.json('cv/cv.json');
    for (const [name, expected] of Object.entries(each.scores)) {
      const found = results.map((result: { metrics: Record<string, number> }) => result.metrics[name]);
      for (const [fold, value] of found.entries())
        expect(Math.abs(value - expected[fold])).toBeLessThan(1e-9);
      const mean = expected.reduce((sum, value) => sum + value, 0) / expected.length;
      expect(Math.abs(metrics[name].mean - mean)).toBeLessThan(1e-9);
    }
    const [header, ...lines] = world.read('held.csv').trimEnd().split('\n');
    const column = header.split(',').indexOf('fold');
    const held = each.held.map((_, fold) =>
      lines.flatMap((line, row) => (Number(line.split(',')[column]) === fold ? [row] : [])),
    );
    expect(held).toEqual(each.held);
  });
});
