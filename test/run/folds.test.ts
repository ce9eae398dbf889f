import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { foldSizes } from '../../src/data/splits/index.js';
import { decodeModel, encodeModel, restoreNetwork } from '../../src/model/model.js';
import { fillNetwork, memberTensors } from '../../src/model/tensors.js';
import * as run from '../../src/run/fit.js';
import { loadConfig } from '../../src/run/load_config.js';
import { prepareRun } from '../../src/run/prepare_run.js';
import { buildNetwork } from '../../src/training/build_network.js';
import { foldSplits } from '../../src/training/folds.js';
import { predictSplit } from '../../src/training/measuring/predictions.js';
import { selectRows } from '../../src/training/measuring/select_rows.js';
import { dataset as csv, iris, project } from '../cli/project.js';
import { expectSameBits, trained } from '../training/support.js';

/** A clock that goes on by one with each look. */
function clock() {
  let seconds = 0;
  return () => seconds++;
}

async function prepared(settings: object) {
  const { directory } = project({ 'iris.json': settings });
  const file = join(directory, 'iris.json');
  const named = loadConfig(file, { set: [], overrides: [] });
  return prepareRun(named, { directory: dirname(file) });
}

const data = { train: csv('iris.csv'), target: 'species', split: { type: 'random' } };
const folds = (more: object = {}) =>
  iris({ data, ensemble: { type: 'folds', members: 3 }, training: { epochs: 5 }, ...more });

/** Fits settings, and takes the networks of the model out by the tensors of its file. */
async function fitted(settings: object) {
  const { network, ...rest } = await prepared(settings);
  const result = await run.fit(rest, { network, now: clock() });
  const { config, inputs, outputs, dataset } = rest;
  const summary = {
    ...{
      seed: 0,
      outputs: network.outputs,
      stop_reason: 'epochs',
      monitor: { metric: 'loss', split: 'validation', value: 0 },
    },
    ...{ rows: {}, sha256: {} },
    members: result.result.restarts.map(({ epochs, best_epoch, stop_reason, value }) => ({
      ...{ epochs, best_epoch, stop_reason, value },
    })),
  };
  const model = decodeModel(encodeModel(result.network, config, dataset.preprocessing, summary), 'model');
  const members = memberTensors(model.tensors).map((tensors) => {
    const member = buildNetwork(config, inputs, outputs).allocate(7);
    fillNetwork(member, tensors);
    return member;
  });
  return { ...rest, fit: result, model, members };
}

test.each([
  ['random', {}],
  ['shared ensembles', { ensemble: { type: 'folds', members: 3, shared: 2 } }],
  ['numbers by bins', { data: { ...data, encode: { type: 'piecewise_linear', bins: 8, width: 3 } } }],
  ['weights of rows', { data: { ...data, weight: 'petal_width' } }],
])('out-of-fold loss is that of single networks by hand, on rows they did not see: %s', async (_, more) => {
  const { dataset, members, fit: result } = await fitted(folds(more));
  const { train } = dataset;
  const y = new Float64Array(train.rows * 3);
  let loss = 0;
  let total = 0;
  foldSplits(dataset.folds!).forEach(({ train: seen, validation }, fold) => {
    expect([...validation!].some((row) => seen!.includes(row))).toBe(false);
    const split = selectRows(train, validation);
    const predictions = predictSplit(members[fold], split);
    const weight = split.weights?.reduce((sum, s) => sum + s, 0) ?? split.rows;
    loss += weight * predictions.loss;
    total += weight;
    validation!.forEach((row, k) => {
      y.set(predictions.y.subarray(3 * k, 3 * k + 3), 3 * row);
    });
    // what stopped the network is the loss of its own fold
    expect(result.result.restarts[fold].value).toBeCloseTo(predictions.loss, 12);
  });
  const { validation } = result.reports;
  expect(validation!.rows).toBe(train.rows);
  expect(validation!.loss).toBeCloseTo(loss / total, 12);
  const weights = train.weights ?? new Float64Array(train.rows).fill(1);
  let hits = 0;
  let sum = 0;
  for (let i = 0; i < train.rows; i++) {
    const row = [...y.subarray(3 * i, 3 * i + 3)];
    if (row.indexOf(Math.max(...row)) === train.t[i]) hits += weights[i];
    sum += weights[i];
  }
  expect(validation).toMatchObject({ accuracy: expect.closeTo(hits / sum, 12) });
});

test('the model predicts the mean of its networks, and any of them is the one that training by hand gives', async () => {
  const { config, dataset, model, members } = await fitted(folds());
  const { train } = dataset;
  const joint = restoreNetwork(model, 256);
  const each = members.map((member) => predictSplit(member, train).y);
  const mean = each[0].map((_, i) => (each[0][i] + each[1][i] + each[2][i]) / 3);
  expectSameBits(predictSplit(joint, train).y, mean);

  // fold 0, as data of its own
  const [{ train: seen, validation }] = foldSplits(dataset.folds!);
  const { layers, head, optimizer, training } = config;
  const byHand = await trained(
    { layers, head, optimizer, training },
    {
      ...{ train: selectRows(train, seen), validation: selectRows(train, validation) },
      ...{ inputs: 4, target: { kind: 'classes', classes: ['a', 'b', 'c'] } },
    },
  );
  expectSameBits(members[0].snapshot(), byHand.weights);
});

test('all restarts that are kept are averaged, in training, validation and test', async () => {
  const settings = iris({ training: { epochs: 4, restarts: { count: 3, keep: 'all' } } });
  const { dataset, members, fit: result } = await fitted(settings);
  for (const part of ['train', 'validation', 'test'] as const) {
    const each = members.map((member) => predictSplit(member, dataset[part]!).y);
    const mean = each[0].map((_, i) => (each[0][i] + each[1][i] + each[2][i]) / 3);
    expectSameBits(predictSplit(result.network, dataset[part]!).y, mean);
    expect(result.reports[part]!.rows).toBe(dataset[part]!.rows);
  }
  // they start from other numbers each, the first from those of a single network
  expect(new Set(members.map((member) => String(member.snapshot()))).size).toBe(3);
  const { network, ...rest } = await prepared(iris({ training: { epochs: 4 } }));
  const single = await run.fit(rest, { network, now: clock() });
  expectSameBits(members[0].snapshot(), single.network.snapshot());
  expect(result.result.members).toHaveLength(3);
});

test('where training is stopped before all folds have a network, the validation part is the rows of those that have', async () => {
  const settings = folds({ training: { epochs: 5, time_limit: 1e9 } });
  const { network, ...rest } = await prepared(settings);
  let epochs = 0;
  const result = await run.fit(rest, {
    ...{ network, now: clock() },
    callbacks: { onEpoch: () => void epochs++, stop: () => (epochs >= 7 ? 'time_limit' : null) },
  });
  expect(result.result.restarts.map(({ stop_reason }) => stop_reason)).toEqual(['epochs', 'time_limit']);
  const sizes = foldSizes(rest.dataset.folds!);
  expect(result.reports.validation!.rows).toBe(sizes[0] + sizes[1]);
  expect(result.reports.train.rows).toBe(150);
  expect(result.network.config.branches).toBe(2);
});

test('networks with encoders of their own, one after the other and side by side', async () => {
  const settings = {
    data: {
      ...{ train: csv('penguins.csv'), target: 'species', missing: 'most_frequent' },
      encode: [{ type: 'piecewise_linear', bins: 8, width: 2 }, 'embedding'],
    },
    layers: [{ type: 'dense', units: 3, activation: 'relu' }],
  };
  for (const more of [
    { ensemble: { type: 'folds', members: 3, shared: 2 }, training: { epochs: 2 } },
    { training: { epochs: 2, restarts: { count: 3, keep: 'all' } } },
  ]) {
    const [inOrder, beside] = await Promise.all(
      [1, 2].map(async (threads) => {
        const { network, ...rest } = await prepared({ ...settings, ...more });
        return run.fit(rest, { network, threads, leastSaved: 0, now: clock() });
      }),
    );
    expectSameBits(beside.network.snapshot(), inOrder.network.snapshot());
    expect(beside.reports).toEqual(inOrder.reports);
    const names = inOrder.network.tensors.map(({ name }) => name);
    expect(names).toContain('members.2.encoders.body_mass_g.weight');
  }
});
