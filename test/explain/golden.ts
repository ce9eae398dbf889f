import { readFileSync } from 'node:fs';
import { loadSubject, type Subject, type SubjectOptions } from '../../src/explain/index.js';
import { type Project, project } from '../cli/project.js';

type Matrix = readonly (readonly number[])[];

interface GoldenImportance {
  readonly metric: string;
  readonly permutations: Matrix;
  /** Importances by column, then by repeat. */
  readonly importances: Matrix;
  readonly mean: readonly number[];
}

interface GoldenDependence {
  readonly column: number;
  readonly values: readonly number[];
  /** Averages by output, then by value of the column. */
  readonly average: Matrix;
  /** Predictions by output, row and value. */
  readonly individual: readonly Matrix[];
}

/** Values of scikit-learn and numpy: test/golden/make_explain.py. */
export interface Golden {
  readonly X: Matrix;
  readonly classifier: {
    readonly W: Matrix;
    readonly b: readonly number[];
    readonly classes: readonly number[];
  };
  readonly regressor: {
    readonly w: readonly number[];
    readonly b: number;
    readonly numbers: readonly number[];
  };
  readonly weights: readonly number[];
  readonly importance: Readonly<Record<'classes' | 'weighted' | 'numbers', readonly GoldenImportance[]>>;
  readonly dependence: Readonly<Record<'classes' | 'numbers', readonly GoldenDependence[]>>;
  readonly shapley: {
    readonly network: {
      readonly W1: Matrix;
      readonly b1: number[];
      readonly W2: Matrix;
      readonly b2: number[];
    };
    readonly data: Matrix;
    readonly weights: readonly number[];
    readonly rows: readonly { readonly values: Matrix; readonly average: readonly number[] }[];
  };
}

export const golden: Golden = JSON.parse(
  readFileSync(new URL('../golden/explain.json', import.meta.url), 'utf8'),
);

/** CSV of columns by name. */
export const csvOf = (columns: Readonly<Record<string, readonly (number | string)[]>>): string => {
  const [first] = Object.values(columns);
  const lines = first.map((_, i) =>
    Object.values(columns)
      .map((values) => values[i])
      .join(','),
  );
  return `${[Object.keys(columns).join(','), ...lines].join('\n')}\n`;
};

/** Columns x0, x1 … of a matrix. */
export const columnsOf = (matrix: Matrix): Record<string, number[]> =>
  Object.fromEntries(matrix[0].map((_, j) => [`x${j}`, matrix.map((row) => row[j])]));

/** A step so small that it changes no weight: a run has the weights that it starts with. */
const still = { optimizer: { type: 'sgd', learning_rate: 1e-300 }, training: { epochs: 1 } };

/** Trains a config, on d.csv, that keeps its initial weights. */
export async function givenWeights(
  csv: string,
  { data, ...config }: { data: object; [key: string]: unknown },
): Promise<Project> {
  const made = project({
    'c.json': {
      data: { train: 'd.csv', scale: 'none', split: { type: 'none' }, ...data },
      layers: [],
      ...still,
      ...config,
    },
    'd.csv': csv,
  });
  await made.done('train c.json --out run --quiet');
  return made;
}

export const subjectOf = ({ directory }: Project, options: Partial<SubjectOptions> = {}): Promise<Subject> =>
  loadSubject(`${directory}/run`, {
    withTarget: true,
    withBackground: true,
    warn: () => {},
    note: () => {},
    ...options,
  });

/** A run of the logistic regression of the golden values, or of its linear one. */
export const goldenRun = (kind: 'classes' | 'weighted' | 'numbers'): Promise<Project> => {
  const { X, classifier, regressor, weights } = golden;
  const x = columnsOf(X);
  if (kind === 'numbers')
    return givenWeights(csvOf({ ...x, y: regressor.numbers }), {
      data: { target: 'y' },
      task: 'regression',
      head: { initial: { weight: [regressor.w], bias: [regressor.b] } },
    });
  const y = classifier.classes;
  return givenWeights(csvOf({ ...x, y, ...(kind === 'weighted' && { s: weights }) }), {
    data: { target: 'y', ...(kind === 'weighted' && { weight: 's' }) },
    task: 'classification',
    head: { initial: { weight: classifier.W, bias: classifier.b } },
  });
};
