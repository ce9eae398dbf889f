import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config/index.js';
import { divide } from '../../src/data/splits/index.js';
import { fit as fitRun } from '../../src/run/fit.js';
import { prepareRun } from '../../src/run/prepare_run.js';
import { prepareDivision } from '../../src/studies/divisions/prepare.js';
import { readStudyRows } from '../../src/studies/divisions/rows.js';
import { type TrainDivisionsOptions, trainDivisions } from '../../src/studies/divisions/train.js';
import type { TrainingOutcome } from '../../src/training/records.js';

const directory = new URL('../../configs/', import.meta.url).pathname;
const loading = { directory };
const config = (changes: object = {}) => ({
  name: 'study',
  ...parseConfig({
    data: {
      train: '../datasets/penguins.csv',
      target: 'species',
      missing: 'median',
      split: { type: 'random' },
    },
    layers: [{ type: 'dense', units: 4, activation: 'tanh' }],
    training: { epochs: 5, ...changes },
  }),
});

/** Three divisions of the rows by their index. */
function divisionsOf(rows: Uint32Array) {
  return [0, 1, 2].map((held) => ({
    train: rows.filter((_, i) => i % 5 !== held && i % 5 !== 4),
    validation: rows.filter((_, i) => i % 5 === 4),
    test: rows.filter((_, i) => i % 5 === held),
  }));
}

async function study(changes: object, options: TrainDivisionsOptions) {
  const rows = await readStudyRows(config(changes), loading);
  const divisions = divisionsOf(rows.read.rows);
  const prepared = [];
  for (const parts of divisions) prepared.push(await prepareDivision(rows, parts, { keepClass: '' }));
  const trained: {
    division: number;
    weights: number[];
    reports: object;
    outcomes: readonly TrainingOutcome[];
  }[] = [];
  const epochs: string[] = [];
  const count = await trainDivisions(prepared, {
    ...options,
    onEpoch: (division, { restart, epoch }) => epochs.push(`${division} ${restart} ${epoch}`),
    onTrained: (division, { network, reports, result }) =>
      trained.push({ division, weights: [...network.w], reports, outcomes: result.restarts }),
  });
  return { count, trained, epochs, prepared };
}

describe('divisions of rows that were read once', () => {
  it('are trained to the same bits in any number of threads, restarts and all', async () => {
    const alone = await study({ restarts: 2 }, { threads: 1 });
    const beside = await study({ restarts: 2 }, { threads: 2, leastSaved: 0 });
    expect(alone.count).toBe(3);
    expect(beside.trained).toEqual(alone.trained);
    expect(beside.epochs).toEqual(alone.epochs);
    expect(alone.epochs.slice(0, 6)).toEqual(['0 0 1', '0 0 2', '0 0 3', '0 0 4', '0 0 5', '0 1 1']);
  });

  it('have preprocessing of their own training rows alone', async () => {
    const { prepared } = await study({ epochs: 1 }, {});
    const centers = prepared.map(({ dataset: { preprocessing } }) => JSON.stringify(preprocessing.features));
    expect(new Set(centers).size).toBe(3);
  });

  it('are trained as one config by itself is, where the division is that of its split', async () => {
    const rows = await readStudyRows(config(), loading);
    const prepared = await prepareRun(config(), loading);
    const fitted = await fitRun(prepared, { network: prepared.network, now: () => 0 });
    const { table, rows: all, strata } = rows.read;
    const { parts } = divide(table, all, config().data.split, config().seed, strata);
    const division = await prepareDivision(rows, parts, { keepClass: '' });
    await trainDivisions([division], {
      onTrained(_, trained) {
        expect([...trained.network.w]).toEqual([...fitted.network.w]);
        expect(trained.reports).toEqual(fitted.reports);
      },
    });
    expect.assertions(2);
  });

  it('that were asked to stop leave those that have ended', async () => {
    let epochs = 0;
    const { count, trained } = await study(
      {},
      {
        stop: () => (++epochs > 8 ? 'interrupted' : null),
      },
    );
    expect(count).toBe(trained.length);
    expect(count).toBeLessThan(3);
  });
});
