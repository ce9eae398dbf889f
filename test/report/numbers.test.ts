import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DOMParser } from 'linkedom';
import { beforeAll, describe, expect, test } from 'vitest';
import { createPredictor } from '../../src/model/predictor.js';
import { charts } from '../../src/report/charts/index.js';
import { short } from '../../src/report/draw/text.js';
import { type Evidence, gather, heldOut } from '../../src/report/evidence/evidence.js';
import { rootMeanSquare, weightChanges } from '../../src/report/evidence/layer_weights.js';
import { oneAgainstRest } from '../../src/report/evidence/one_against_rest.js';
import { surfaceOf } from '../../src/report/evidence/surface.js';
import type { Json } from '../cli/project.js';
import { sharedDirectory } from '../files/temporary_directory.js';
import { isLong } from '../helpers/runs.js';
import { trainRun, trainRuns } from './runs.js';

const directory = sharedDirectory();
let runs: Record<'plane' | 'table' | 'table_of_numbers' | 'images' | 'line', string>;
const look = (run: string): Promise<Evidence> =>
  gather(run, (warning) => {
    throw new Error(warning);
  });
const json = (run: string): Json => JSON.parse(readFileSync(join(run, 'metrics.json'), 'utf8'));
const drawn = (svg: string) => new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;

beforeAll(async () => {
  runs = await trainRuns(directory, ['plane', 'table', 'table_of_numbers', 'images', 'line']);
});

/** The corners of a path of straight lines, in pixels. */
const corners = (path: string): [number, number][] =>
  [...path.matchAll(/[ML]?(-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);

/** Lines that a chart has drawn, without axes and dashes: the paths of marks that are lines. */
const lines = (svg: string): [number, number][][] =>
  [...drawn(svg).querySelectorAll('g[aria-label=line] path')]
    .map((path) => corners(path.getAttribute('d')!))
    .filter((points) => points.length > 2);

describe('what is drawn is what metrics.json says', () => {
  test('the area under the drawn ROC curve of two classes', async () => {
    const { roc_auc } = json(runs.plane).test;
    const [{ svg }] = charts.roc.draw(await look(runs.plane)).pictures;
    expect(svg).toContain(`AUC ${short(roc_auc)}`);
    const [points] = lines(svg);
    const [[left, bottom], [right, top]] = [points[0], points.at(-1)!];
    let area = 0;
    for (let k = 1; k < points.length; k++) {
      const height = bottom - (points[k - 1][1] + points[k][1]) / 2;
      area += (points[k][0] - points[k - 1][0]) * height;
    }
    // Pixels are cut off after tenths, of some 400: 0.1 / 400 along each side.
    expect(Math.abs(area / (right - left) / (bottom - top) - roc_auc)).toBeLessThan(1e-3);
  });

  test('areas and average precisions of several classes have the macro means of the metrics', async () => {
    const evidence = await look(runs.table);
    const { roc_auc, average_precision } = json(runs.table).test;
    const curves = oneAgainstRest(evidence, heldOut(evidence));
    expect(curves).toHaveLength(3);
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(curves.map(({ area }) => area!))).toBe(roc_auc);
    expect(mean(curves.map(({ averagePrecision }) => averagePrecision!))).toBe(average_precision);
    const [{ svg }] = charts.precision_recall.draw(evidence).pictures;
    for (const { name, averagePrecision } of curves)
      expect(svg).toContain(`${name}: AP ${short(averagePrecision!)}`);
  });

  test('the steps of precision and recall enclose the average precision', async () => {
    const { average_precision } = json(runs.plane).test;
    const [{ svg }] = charts.precision_recall.draw(await look(runs.plane)).pictures;
    // Upright at the old recall to the new precision, then along it.
    const [points] = lines(svg);
    const [left] = points[0];
    const right = Math.max(...points.map(([x]) => x));
    const bottom = frameBottom(svg);
    const top = bottom - frameHeight(svg);
    let area = 0;
    for (let k = 1; k < points.length; k++)
      area += (points[k][0] - points[k - 1][0]) * (bottom - points[k][1]);
    expect(Math.abs(area / (right - left) / (bottom - top) - average_precision)).toBeLessThan(2e-3);
  });

  test('cells of the confusion matrix, and the table of classes', async () => {
    const { confusion_matrix, per_class } = json(runs.images).test;
    const evidence = await look(runs.images);
    const [{ svg }] = charts.confusion_matrix.draw(evidence).pictures;
    const shown = [...drawn(svg).querySelectorAll('g[aria-label=text] text')]
      .map(({ textContent }) => textContent)
      .filter((text) => /^\d+$/.test(text))
      .map(Number);
    const counts = confusion_matrix.flat().filter((count: number) => count > 0);
    expect(shown.sort()).toEqual(counts.sort());
    const { rows } = charts.per_class.draw(evidence).table;
    expect(rows.map(([name, precision]) => [name, precision])).toEqual(
      per_class.map((row: Json) => [row.class, row.precision.toFixed(3)]),
    );
  });

  test('the value of the best epoch, and the minimum of each restart', async () => {
    const evidence = await look(runs.table_of_numbers);
    const { restarts, best_epoch, validation } = json(runs.table_of_numbers);
    const kept = restarts.findIndex(({ value }: Json) => value === validation.loss);
    expect(evidence.restart).toBe(kept);
    const [loss] = charts.learning_curves.draw(evidence).pictures;
    expect(loss.svg).toContain(`validation, epoch ${best_epoch}: ${validation.loss}`);
    const { pictures, table } = charts.restarts.draw(evidence);
    for (const { value } of restarts) expect(pictures[0].svg).toContain(`>${short(value)}</text>`);
    expect(table.rows.map(([, value, epoch]) => [value, epoch])).toEqual(
      restarts.map(({ value, best_epoch }: Json) => [short(value), best_epoch]),
    );
  });

  test('the calibration error, worked out row by row', async () => {
    const evidence = await look(runs.plane);
    const { predictions, split } = heldOut(evidence);
    const bins = Array.from({ length: 10 }, () => ({ given: 0, came: 0 }));
    predictions.y.forEach((p, i) => {
      const bin = bins[Math.min(9, Math.floor(10 * p))];
      bin.given += p;
      bin.came += split.t[i];
    });
    const error = bins.reduce((sum, { given, came }) => sum + Math.abs(given - came), 0) / split.rows;
    expect(charts.calibration.draw(evidence).caption).toContain(`diagonal is ${short(error)} on average`);
  });
});

test('the surface is what predict says of those points', async () => {
  for (const run of [runs.plane, runs.line]) {
    const evidence = await look(run);
    const { inputs, outputs, resolution } = surfaceOf(evidence);
    const predictor = createPredictor(evidence.model, {});
    for (const point of [0, 7, resolution - 1, inputs[0].values.length - 1]) {
      const x = Float64Array.from(inputs, ({ values }) => values[point]);
      const answer = predictor.predict(x, 0, 1)[0].filter((value) => typeof value === 'number');
      expect(outputs.map(({ values }) => values[point])).toEqual(answer);
    }
  }
});

test('weights before training are those it began with: without a step to speak of they are those it ends with', async () => {
  const config = {
    data: { train: { generator: 'spiral', rows: 60 }, split: { type: 'random', validation: 0.3 } },
    layers: [{ type: 'dense', units: 3, activation: 'tanh' }],
    optimizer: { type: 'sgd', learning_rate: 1e-30 },
    training: { epochs: 1, restarts: 4 },
  };
  const evidence = await look(await trainRun(directory, 'still', config));
  const changes = weightChanges(evidence);
  expect(changes.map(({ layer }) => layer)).toEqual(['layers.0', 'head']);
  for (const { before, after, gradient } of changes) {
    expect(before).toEqual(after);
    expect(gradient!.before).toBe(gradient!.after);
    expect(gradient!.after).toBeGreaterThan(0);
  }
});

test('gradients before training are the first step of it: with a learning rate of 1 that is what the weights lose', async () => {
  const config = {
    data: { train: { generator: 'spiral', rows: 61 }, split: { type: 'none' } },
    layers: [{ type: 'dense', units: 3, activation: 'tanh' }],
    optimizer: { type: 'sgd', learning_rate: 1 },
    training: { epochs: 1, batch_size: 'full', l2: 0.5, class_weight: { '-1': 3 } },
  };
  const evidence = await look(await trainRun(directory, 'step', config));
  for (const { before, after, gradient } of weightChanges(evidence)) {
    const lost = before!.map((w, i) => w - after[i]);
    // The difference of two weights of about 1 has lost some 1e-16 of it, next to gradients of about 0.1.
    expect(Math.abs(gradient!.before! / rootMeanSquare(lost) - 1)).toBeLessThan(1e-12);
  }
});

// draws three planes
test.runIf(isLong)(
  'where a basis function is not defined, the plane has a hole, and the rest is drawn',
  async () => {
    const rows = Array.from(
      { length: 40 },
      (_, i) => `${0.1 + (i % 8)},${Math.floor(i / 8)},${i % 3 === 0 ? 'p' : 'q'}`,
    );
    writeFileSync(join(directory, 'positive.csv'), `a,b,y\n${rows.join('\n')}\n`);
    const config = {
      data: { train: 'positive.csv', target: 'y', basis: ['log(a)'], split: { type: 'none' } },
      layers: [{ type: 'dense', units: 2, activation: 'tanh' }],
      training: { epochs: 2 },
    };
    const evidence = await look(await trainRun(directory, 'holes', config));
    const { inputs, limits, outputs, resolution } = surfaceOf(evidence);
    expect(limits[0][0]).toBeLessThan(0);
    inputs[2].values.forEach((value, i) => {
      const a = limits[0][0] + (((i % resolution) + 0.5) / resolution) * (limits[0][1] - limits[0][0]);
      expect(Number.isNaN(value)).toBe(a <= 0);
      expect(Number.isFinite(outputs[0].values[i])).toBe(a > 0);
    });
    for (const chart of [charts.decision, charts.hidden_units])
      for (const { svg } of chart.draw(evidence).pictures) expect(svg).not.toContain('NaN');
  },
);

/** The frame in pixels, by the ticks of the axis from 0 to 1. */
function ticks(svg: string): number[] {
  return [...drawn(svg).querySelectorAll('g[aria-label="y-axis tick"] path')].map((tick) =>
    Number(/,([\d.]+)\)/.exec(tick.getAttribute('transform')!)![1]),
  );
}
const frameBottom = (svg: string) => Math.max(...ticks(svg));
const frameHeight = (svg: string) => frameBottom(svg) - Math.min(...ticks(svg));
