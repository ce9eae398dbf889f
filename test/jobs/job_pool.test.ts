import { expect, test } from 'vitest';
import type { Job } from '../../src/jobs/job.js';
import { type JobPool, type PoolOptions, startPool } from '../../src/jobs/job_pool.js';
import { clouds, expectSameBits, prepared } from '../training/support.js';

const given = prepared(
  {
    layers: [{ type: 'dense', units: 4, activation: 'tanh' }],
    optimizer: { type: 'adam' },
    training: { epochs: 6, batch_size: 8 },
  },
  clouds(60),
);
const { config, dataset, inputs, outputs } = given;
const jobs: Job[] = [0, 1, 2].map((value) => ({
  ...{ config, inputs, outputs, data: dataset },
  seed: { value, restart: 0 },
}));

async function using<T>(options: Partial<PoolOptions>, use: (pool: JobPool) => Promise<T>): Promise<T> {
  const pool = await startPool({ workers: 2, backend: 'js', wantsStates: true, ...options });
  try {
    return await use(pool);
  } finally {
    await pool.close();
  }
}

const all = (pool: JobPool) => Promise.all(jobs.map((job) => pool.run(job)));

test('more jobs than threads, and those that stop at an epoch and go on, come to the bits of one thread', async () => {
  const alone = await using({ workers: 1 }, all);
  await using({}, async (pool) => {
    const first = await Promise.all(jobs.map((job) => pool.run(job, { until: 2 })));
    expect(first.map(({ outcome }) => [outcome.stop_reason, outcome.epochs])).toEqual(
      Array(3).fill(['interrupted', 2]),
    );
    const ended = await Promise.all(jobs.map((job, i) => pool.run({ ...job, state: first[i].state })));
    for (const [i, { outcome, weights }] of ended.entries()) {
      expect(outcome).toEqual(alone[i].outcome);
      expectSameBits(weights, alone[i].weights);
    }
  });
  const stateless = await using({ wantsStates: false }, all);
  expect(stateless.map(({ state }) => state)).toEqual(Array(3).fill(undefined));
});

test('asked to stop, each thread interrupts its job, and later jobs do not begin an epoch', async () => {
  let asked = 0;
  const stop = () => {
    asked++;
    return 'interrupted' as const;
  };
  const results = await using({ stop }, async (pool) => {
    pool.checkStop();
    pool.checkStop();
    return all(pool);
  });
  expect(asked).toBe(1);
  expect(results.map(({ outcome }) => outcome.stop_reason)).toEqual(Array(3).fill('interrupted'));
  const ended = await using({}, async (pool) => {
    pool.checkStop();
    return all(pool);
  });
  expect(ended.map(({ outcome }) => outcome.stop_reason)).toEqual(Array(3).fill('epochs'));
});

test('a thread that fails fails all jobs, and those that come later', async () => {
  await using({}, async (pool) => {
    const wrong = { ...jobs[0], state: {} as Job['state'] };
    const outcomes = await Promise.allSettled([pool.run(wrong), pool.run(wrong), pool.run(jobs[1])]);
    const message = expect.stringMatching(
      /a thread that trains has failed: .*; with --threads 1 there is none/,
    );
    for (const outcome of outcomes)
      expect(outcome).toMatchObject({ status: 'rejected', reason: { failure: 'bug', message } });
    await expect(pool.run(jobs[2])).rejects.toMatchObject({ failure: 'bug' });
  });
});

test('a pool that is closed takes no job', async () => {
  const pool = await using({}, async (open) => open);
  await expect(pool.run(jobs[0])).rejects.toThrow('the pool is closed');
});
