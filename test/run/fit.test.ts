import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { isFinished, type TrainState } from '../../src/jobs/restarts/state.js';
import * as run from '../../src/run/fit.js';
import { loadConfig } from '../../src/run/load_config.js';
import { prepareRun } from '../../src/run/prepare_run.js';
import { trainRun } from '../../src/run/train_run.js';
import { iris, project } from '../cli/project.js';
import { expectSameBits } from '../training/support.js';

const config = iris({
  layers: [{ type: 'dense', units: 5, activation: 'tanh' }],
  training: { epochs: 6, restarts: 2, checkpoint_every: 2 },
});

/** A clock that goes on by one with each look. */
function clock() {
  let seconds = 0;
  return () => seconds++;
}

/** Iris, ready to be trained, and a directory that nothing but its config is in. */
async function prepared(settings: object = config) {
  const { directory } = project({ 'iris.json': settings });
  const file = join(directory, 'iris.json');
  const named = loadConfig(file, { set: [], overrides: [] });
  return { directory, file, named, ...(await prepareRun(named, { directory: dirname(file) })) };
}

test('fit gives network, history and reports, and writes nothing; a run writes those', async () => {
  const { directory, file, named, network, ...data } = await prepared();
  const fitted = await run.fit(data, { network, now: clock() });
  expect(readdirSync(directory)).toEqual(['iris.json']);

  const written = await trainRun(
    named,
    { directory: dirname(file) },
    { mlp: '1', node: '2' },
    { directory: join(directory, 'run'), force: false, resume: false, now: clock() },
  );
  const timeless = ({ history, ...result }: typeof fitted.result) => ({
    ...result,
    history: history.map((record) => ({ ...record, seconds: 0 })),
  });
  expect(timeless(fitted.result)).toEqual(timeless(written.result));
  expectSameBits(fitted.network.snapshot(), written.network.snapshot());
  expect(written.metrics).toMatchObject({ ...fitted.reports });
  expect(Object.keys(fitted.reports)).toEqual(['train', 'validation', 'test']);
});

test('checkpoints come every so many epochs with the seconds so far, and each goes on to the same end', async () => {
  const { network, ...data } = await prepared();
  const states: { state: TrainState; seconds: number }[] = [];
  const whole = await run.fit(data, {
    ...{ network, now: clock() },
    callbacks: { onCheckpoint: (state, seconds) => states.push({ state, seconds }) },
  });
  expect(states.map(({ state }) => [state.current.restart, state.current.epoch])).toEqual(
    [0, 1].flatMap((restart) => [2, 4, 6, 6].map((epoch) => [restart, epoch])),
  );
  for (const resume of states) {
    const { network: other } = await prepared();
    const rest = await run.fit(data, { network: other, now: clock(), resume });
    expect(rest.reports).toEqual(whole.reports);
    expectSameBits(rest.network.snapshot(), whole.network.snapshot());
    // a training that was over takes no more
    const isOver = isFinished(resume.state, data.config);
    expect(rest.seconds > resume.seconds).toBe(!isOver);
  }
});

test('a time limit is one of seconds in all, those before an interruption included', async () => {
  const settings = iris({ training: { epochs: 1000, time_limit: 50 } });
  const { network, ...data } = await prepared(settings);
  let latest: { state: TrainState; seconds: number } | undefined;
  const first = await run.fit(data, {
    ...{ network, now: clock() },
    callbacks: {
      stepsAtOnce: 1,
      stop: () => (latest === undefined ? 'interrupted' : null),
      onCheckpoint: (state, seconds) => {
        latest = { state, seconds };
      },
    },
  });
  expect(first).toMatchObject({ reports: { train: { rows: 90 } }, result: { interrupted: true } });
  const { network: other } = await prepared(settings);
  const rest = await run.fit(data, { network: other, now: clock(), resume: { ...latest!, seconds: 49 } });
  expect(rest.result.winner.stop_reason).toBe('time_limit');
  expect(rest.result.winner.epochs).toBeLessThan(3);
});
