import { expect } from 'vitest';
import { normal, random } from '../../src/random.js';
import { type Project, project } from '../cli/project.js';
import type { Outcome } from '../helpers/cli.js';

/** Rows of a CSV file, the header first. */
export type Cells = readonly (readonly (string | number)[])[];

export const csvOf = (cells: Cells): string => cells.map((row) => `${row.join(',')}\n`).join('');

/** A config that is trained on data and predicts, all through the program: what scikit-learn calls an estimator. */
export interface Estimator extends Project {
  /** Trains on data.csv into run; throws unless it succeeds. */
  train(data: Cells | string, more?: object): Promise<Outcome>;
  /** Trains, and returns the outcome, whatever it is. */
  tryTrain(data: Cells | string, more?: object): Promise<Outcome>;
  /** Returns what predict prints for data, without the header. */
  predict(data: Cells | string, flags?: string): Promise<string[][]>;
  tryPredict(data: Cells | string): Promise<Outcome>;
}

export type Settings = { readonly data?: object } & Readonly<Record<string, unknown>>;

export function estimator(settings: Settings): Estimator {
  const base = project({});
  const text = (data: Cells | string) => (typeof data === 'string' ? data : csvOf(data));
  const self: Estimator = {
    ...base,
    tryTrain(data, more: Settings = {}) {
      base.write('data.csv', text(data));
      const described = { train: 'data.csv', split: { type: 'none' }, ...settings.data, ...more.data };
      base.write('c.json', { ...settings, ...more, data: described });
      return base.mlp('train c.json --out run --force --quiet');
    },
    async train(data, more) {
      const outcome = await self.tryTrain(data, more);
      if (outcome.code !== 0) throw new Error(outcome.stderr);
      return outcome;
    },
    tryPredict: (data) => base.mlp('predict run -', { stdin: text(data) }),
    async predict(data, flags = '') {
      const { stdout } = await base.done(`predict run - ${flags}`, { stdin: text(data) });
      return stdout
        .trimEnd()
        .split('\n')
        .slice(1)
        .map((line) => line.split(','));
    },
  };
  return self;
}

/** Refused as bad data, with a message that has this in it. */
export function expectRefused(outcome: Outcome, message: RegExp, code = 65): void {
  expect(outcome.stderr).toMatch(message);
  expect({ code: outcome.code, stdout: outcome.stdout }).toEqual({ code, stdout: '' });
}

const names = (features: number) => Array.from({ length: features }, (_, i) => `x${i + 1}`);

/** Clouds of points around centres apart from each other, one a class: the last column is its name. */
export function blobs(
  rows: number,
  { classes = ['one', 'two', 'three'], features = 2, spread = 0.3, seed = 0 } = {},
): Cells {
  const rng = random(seed, 'data');
  const body = Array.from({ length: rows }, (_, i) => {
    const k = i % classes.length;
    return [
      ...names(features).map((_, j) => 3 * (j % classes.length === k ? 1 : 0) + spread * normal(rng)),
      classes[k],
    ];
  });
  return [[...names(features), 'y'], ...body];
}

/** y = x1 − 2 x2 + … and a little noise. */
export function plane(rows: number, { features = 2, noise = 0.1, seed = 0 } = {}): Cells {
  const rng = random(seed, 'data');
  const body = Array.from({ length: rows }, () => {
    const x = names(features).map(() => normal(rng));
    return [...x, x.reduce((sum, value, j) => sum + value * (j % 2 === 0 ? 1 : -2), 0) + noise * normal(rng)];
  });
  return [[...names(features), 'y'], ...body];
}

/** Columns without the last one, the target. */
export const featuresOf = (data: Cells): Cells => data.map((row) => row.slice(0, -1));

export const targetOf = (data: Cells): (string | number)[] => data.slice(1).map((row) => row.at(-1)!);

/** The header, and the rows that `choose` makes of the others. */
export const rowsOf = (data: Cells, choose: (rows: Cells) => Cells): Cells => [
  data[0],
  ...choose(data.slice(1)),
];

/** Another cell at a row (from 1) and column. */
export const withCell = (data: Cells, row: number, column: number, cell: string | number): Cells =>
  data.map((cells, i) => (i === row ? cells.with(column, cell) : cells));
