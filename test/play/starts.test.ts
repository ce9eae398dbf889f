import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Desk } from '../../src/play/worker/desk.js';
import type { Frame } from '../../src/play/worker/protocol.js';
import { control } from '../../src/play/worker/questions/control.js';
import { controlStarts } from '../../src/play/worker/questions/control_starts.js';
import { exportRun } from '../../src/play/worker/questions/export_run.js';
import { open } from '../../src/play/worker/questions/open.js';
import { starts } from '../../src/play/worker/questions/starts.js';
import { takeStart } from '../../src/play/worker/questions/take_start.js';
import { view } from '../../src/play/worker/questions/view.js';
import type { StartPicture } from '../../src/play/worker/starts.js';
import { repository } from '../helpers/cli.js';

const files = new Map([['iris.csv', readFileSync(join(repository, 'datasets/iris.csv'))]]);
const configOf = (seed: number, epochs = 5) =>
  JSON.stringify({
    seed,
    data: { train: 'iris.csv', target: 'species', split: { type: 'random', validation: 0.2 } },
    layers: [{ type: 'dense', units: 4 }],
    training: { epochs, batch_size: 16 },
  });

const axes = { axes: ['petal_length', 'petal_width'], at: {} };

/** A desk with a config open, and what it has sent. */
async function opened(seed: number, epochs?: number) {
  const frames: Frame[] = [];
  const pictures = new Map<number, StartPicture>();
  const waiting = new Set<() => void>();
  const notify = () => {
    for (const check of waiting) check();
  };
  const desk: Desk = new Desk(
    (frame) => {
      frames.push(frame);
      notify();
    },
    (picture) => {
      pictures.set(picture.seed, picture);
      desk.drawn();
      notify();
    },
  );
  const config = configOf(seed, epochs);
  await open(desk, { config, files });
  const until = (isSo: () => boolean) =>
    new Promise<void>((done) => {
      const check = () => {
        if (!isSo()) return;
        waiting.delete(check);
        done();
      };
      waiting.add(check);
      check();
    });
  return { desk, config, frames, pictures, until };
}

async function trained(seed: number, epochs?: number): Promise<string> {
  const { desk, frames, until } = await opened(seed, epochs);
  control(desk, { action: 'run' });
  await until(() => frames.at(-1)?.state === 'ended');
  return weights(desk);
}

const weights = async (desk: Desk) =>
  Buffer.from((await exportRun(desk))['model.safetensors']).toString('base64');

describe('several seeds side by side', () => {
  it('come each to the weights of its seed alone, with the losses of each and a map', async () => {
    const { desk, config, pictures, until } = await opened(0);
    await starts(desk, { config, seeds: [0, 1, 2], view: axes });
    await until(() => [0, 1, 2].every((seed) => pictures.get(seed)?.state === 'ended'));
    const { epoch, train, validation, map } = pictures.get(1)!;
    expect(epoch).toBe(5);
    expect(train).not.toBe(pictures.get(2)!.train);
    expect(validation).toBeGreaterThan(0);
    expect(map!.outputs.map(({ length }) => length)).toEqual([576, 576, 576]);
    for (const seed of [2, 0]) {
      const { facts, history } = await takeStart(desk, seed);
      expect(facts.config.seed).toBe(seed);
      expect(history.map((record) => record.epoch)).toEqual([1, 2, 3, 4, 5]);
      expect(await weights(desk)).toBe(await trained(seed));
    }
    await expect(takeStart(desk, 7)).rejects.toThrow('no start of seed 7');
  });

  it('go on from where one of them was taken, whichever is taken meanwhile', async () => {
    const long = 100_000;
    const { desk, config, frames, pictures, until } = await opened(0, long);
    await starts(desk, { config, seeds: [0, 1], view: axes });
    await until(() => (pictures.get(1)?.epoch ?? 0) > 0);
    controlStarts(desk, 'pause');
    const { history } = await takeStart(desk, 1);
    expect(history.length).toBeGreaterThan(0);
    control(desk, { action: 'epoch' });
    await until(() => frames.at(-1)?.state === 'paused' && frames.at(-1)!.epoch > history.length);
    await takeStart(desk, 0);
    const { history: more } = await takeStart(desk, 1);
    expect(more.map(({ epoch }) => epoch)).toEqual(Array.from(more, (_, i) => i + 1));
    expect(more.slice(0, history.length)).toEqual(history);
    await view(desk, axes);
    const { step } = frames.at(-1)!;
    const alone = await opened(1, long);
    alone.desk.session.step(step);
    await alone.until(() => alone.frames.at(-1)?.step === step);
    expect(desk.session.network.snapshot()).toEqual(alone.desk.session.network.snapshot());
    controlStarts(desk, 'end');
    desk.close();
    alone.desk.close();
  });

  it('end with what they are of, but for the one that is taken', async () => {
    const { desk, config, frames, until } = await opened(0);
    await starts(desk, { config, seeds: [0, 1], view: null });
    await takeStart(desk, 1);
    controlStarts(desk, 'end');
    await expect(takeStart(desk, 0)).rejects.toThrow('there are no starts');
    control(desk, { action: 'run' });
    await until(() => frames.at(-1)?.state === 'ended');
    expect(await weights(desk)).toBe(await trained(1));
  });
});
