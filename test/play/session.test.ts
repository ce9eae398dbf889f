import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { GenerationTarget } from '../../src/data/preprocessing/index.js';
import { samplerOf } from '../../src/model/sampler.js';
import { Desk } from '../../src/play/worker/desk.js';
import type { Frame } from '../../src/play/worker/protocol.js';
import { control } from '../../src/play/worker/questions/control.js';
import { edit } from '../../src/play/worker/questions/edit.js';
import { exportRun } from '../../src/play/worker/questions/export_run.js';
import { open } from '../../src/play/worker/questions/open.js';
import { view } from '../../src/play/worker/questions/view.js';
import { watch } from '../../src/play/worker/questions/watch.js';
import { predictSplit } from '../../src/training/measuring/predictions.js';
import { evaluationPass } from '../../src/training/passes.js';
import { repository } from '../helpers/cli.js';

const iris = readFileSync(join(repository, 'datasets/iris.csv'));
const config = (training: object = {}, split: object = {}) =>
  JSON.stringify({
    data: { train: 'iris.csv', target: 'species', split: { type: 'random', validation: 0.2, ...split } },
    layers: [
      { type: 'dense', units: 4 },
      { type: 'dropout', rate: 0.1 },
    ],
    training: { epochs: 5, batch_size: 16, ...training },
  });

/** A desk with a config open, and the frames that it has sent. */
async function opened(training?: object, split?: object) {
  const frames: Frame[] = [];
  const waiting: (() => void)[] = [];
  const desk = new Desk((frame) => {
    frames.push(frame);
    for (const check of waiting) check();
  });
  const facts = await open(desk, { config: config(training, split), files: new Map([['iris.csv', iris]]) });
  /** Waits for a frame like this. */
  const until = (isSo: (frame: Frame) => boolean) =>
    new Promise<void>((done) => {
      const check = () => frames.length > 0 && isSo(frames.at(-1)!) && done();
      waiting.push(check);
      check();
    });
  await until(({ state }) => state === 'ready');
  return { desk, facts, frames, until };
}

const weights = async (desk: Desk) =>
  Buffer.from((await exportRun(desk))['model.safetensors']).toString('base64');

async function trained(desk: Desk, until: Awaited<ReturnType<typeof opened>>['until']) {
  control(desk, { action: 'run' });
  await until(({ state }) => state === 'ended');
  return weights(desk);
}

describe('a session', () => {
  it('comes to the same weights however often it stands still or gives a run on the way', async () => {
    const straight = await opened();
    const expected = await trained(straight.desk, straight.until);
    const { desk, frames, until } = await opened();
    await weights(desk);
    for (const taken of [1, 2, 3]) {
      control(desk, { action: 'step' });
      await until(({ step }) => step === taken);
      await weights(desk);
    }
    expect(await trained(desk, until)).toBe(expected);
    expect(frames.flatMap(({ records }) => records.map(({ epoch }) => epoch))).toEqual([1, 2, 3, 4, 5]);
  });

  it('takes steps one by one, and what is left of an epoch', async () => {
    const { desk, frames, until } = await opened();
    control(desk, { action: 'step' });
    await until(({ step }) => step === 1);
    control(desk, { action: 'epoch' });
    await until(({ epoch }) => epoch === 1);
    expect(frames.at(-1)).toMatchObject({ state: 'paused', epoch: 1, step: 8 });
    await weights(desk);
    control(desk, { action: 'step' });
    await until(({ step }) => step === 9);
    desk.close();
  });

  it('keeps an edited weight, before the first step and on the way', async () => {
    const { desk, frames, until } = await opened();
    watch(desk, { weights: true });
    edit(desk, { tensor: 'layers.0.weight', index: 3, value: 1.5 });
    expect(frames.at(-1)!.parts.weights!['layers.0.weight'].data[3]).toBe(1.5);
    await weights(desk);
    expect(desk.session.network.tensors[0].view[3]).toBe(1.5);
    const other = await opened();
    expect(await trained(desk, until)).not.toBe(await trained(other.desk, other.until));
    expect(() => edit(other.desk, { tensor: 'layers.7.weight', index: 0, value: 1 })).toThrow(
      'no element 0 of layers.7.weight',
    );
  });

  it('has pictures of outputs and units over a plane of inputs, and the rows as points', async () => {
    const { desk, facts, frames } = await opened();
    watch(desk, { map: true, units: true });
    expect(frames.at(-1)!.parts).toEqual({});
    const { limits, points } = await view(desk, {
      axes: ['petal_length', 'petal_width'],
      at: { sepal_width: 3 },
    });
    expect(facts.inputs.map(({ name }) => name)).toHaveLength(4);
    expect(limits[0][0]).toBeLessThan(1);
    expect(points.map(({ split, rows }) => [split, rows])).toEqual([
      ['train', 120],
      ['validation', 30],
    ]);
    const { map, units } = frames.at(-1)!.parts;
    expect(map!.outputs).toHaveLength(3);
    const sums = Array.from(map!.outputs[0], (p, i) => p + map!.outputs[1][i] + map!.outputs[2][i]);
    expect(Math.max(...sums.map((sum) => Math.abs(sum - 1)))).toBeLessThan(1e-6);
    expect(units!.layers.map((maps) => maps.length)).toEqual([4, 4, 4, 3]);
    await expect(view(desk, { axes: ['species'], at: {} })).rejects.toThrow('species: no column of numbers');
    desk.close();
  });

  it('has as points of inputs that are given back each of these, as the network has it', async () => {
    const desk = new Desk(() => {});
    const { task, ...others } = { task: 'reconstruction', ...JSON.parse(config()) };
    const text = JSON.stringify({ task, ...others, data: { train: 'iris.csv', ignore: ['species'] } });
    await open(desk, { config: text, files: new Map([['iris.csv', iris]]) });
    const { points } = await view(desk, { axes: ['petal_width', 'sepal_width'], at: {} });
    const { x, rows } = desk.session.prepared.dataset.train;
    const columns = Array.from({ length: 4 }, (_, k) =>
      Float64Array.from({ length: rows }, (_, i) => x[4 * i + k]),
    );
    expect(points.map(({ targets }) => targets)).toEqual([columns]);
    desk.close();
  });

  it('measures the test rows at the present weights, and at the epochs gone by where it stands still', async () => {
    const { desk, frames, until } = await opened({ epochs: 5 }, { test: 0.2 });
    watch(desk, { testLoss: true });
    const initial = frames.at(-1)!.parts.testLoss!;
    expect(initial).toMatchObject({ rows: 30, points: [{ epoch: 0, loss: initial.now.loss }] });
    control(desk, { action: 'run' });
    await until(({ state }) => state === 'ended');
    const points = frames.flatMap(({ parts }) => parts.testLoss?.points ?? []);
    const whole = points.filter(({ epoch }) => Number.isInteger(epoch));
    expect(whole.map(({ epoch }) => epoch).sort()).toEqual([0, 1, 2, 3, 4, 5]);
    const { 'metrics.json': metrics } = await exportRun(desk);
    const { test } = JSON.parse(Buffer.from(metrics).toString());
    expect(frames.at(-1)!.parts.testLoss!.now.loss).toBe(test.loss);
    expect(points.map(({ loss }) => loss)).toContain(test.loss);
  });

  it.each(['gan', 'vae'])(
    'has rows that a %s makes, as mlp sample does, and its losses',
    async (objective) => {
      const files = new Map<string, Uint8Array>();
      const frames: Frame[] = [];
      const desk = new Desk((frame) => frames.push(frame));
      const ring = {
        task: 'generation',
        data: { train: { generator: 'ring', rows: 80 }, ignore: ['label'] },
        layers: [{ type: 'dense', units: 8 }],
        training: { epochs: 2, objective },
      };
      const facts = await open(desk, { config: JSON.stringify(ring), files });
      expect(facts.columns).toEqual(
        objective === 'gan' ? Array.from({ length: 16 }, (_, i) => `z${i + 1}`) : ['x1', 'x2'],
      );
      const { points } = await view(desk, { axes: ['x2', 'x1'], at: {} });
      expect(points.map(({ rows, targets }) => [rows, targets])).toEqual([[80, []]]);
      watch(desk, {
        samples: true,
        map: true,
        units: true,
        generatorLoss: true,
        gradients: true,
        trace: true,
      });
      const { samples, map, units, generatorLoss, gradients, trace } = frames.at(-1)!.parts;
      const { network, prepared } = desk.session;
      const target = prepared.dataset.preprocessing.target as GenerationTarget;
      const rows = samplerOf(network, target).begin(0)(500);
      expect(samples!.rows).toBe(500);
      expect([...samples!.places]).toEqual(rows.flatMap(([x1, x2]) => [x2, x1]));
      expect(samples!.values).toEqual(rows.slice(0, 5));
      expect(map).toBeUndefined();
      expect(units!.layers[1]).toHaveLength(8);
      if (objective === 'vae') {
        expect([samples!.judged, generatorLoss]).toEqual([null, undefined]);
        desk.close();
        return;
      }
      expect([gradients, trace]).toEqual([undefined, undefined]);
      expect(samples!.judged!.values).toHaveLength(samples!.judged!.resolution ** 2);
      const { train } = prepared.dataset;
      const { generatorLosses } = predictSplit(network, train).judged!;
      const mean = generatorLosses.reduce((sum, loss) => sum + loss, 0) / 80;
      expect(generatorLoss!.now.loss).toBe(mean);
      // what the discriminator says of a place is what it says of a row there
      const { limits } = await view(desk, { axes: ['x1', 'x2'], at: {} });
      const { judged } = frames.at(-1)!.parts.samples!;
      const side = judged!.resolution;
      const at = (k: number, place: number) =>
        limits[k][0] + ((place + 0.5) / side) * (limits[k][1] - limits[k][0]);
      const { columns } = target as unknown as { columns: readonly { center: number; scale: number }[] };
      const judge = network.discriminator!;
      judge.x.set([at(0, 3), at(1, 7)].map((value, k) => (value - columns[k].center) / columns[k].scale));
      const [said] = judge.forward(1, evaluationPass);
      expect(judged!.values[7 * side + 3]).toBeCloseTo(said, 6);
      desk.close();
    },
  );

  it('sends no frame of running training before the last is drawn', async () => {
    const { desk, frames, until } = await opened({ epochs: 3 });
    const { listener } = desk.session;
    const count = frames.length;
    listener!.frame('running');
    expect(frames).toHaveLength(count);
    desk.drawn();
    listener!.frame('running');
    listener!.frame('running');
    expect(frames).toHaveLength(count + 1);
    control(desk, { action: 'run' });
    await until(({ state }) => state === 'ended');
  });
});
