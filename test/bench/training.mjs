import { pause, progress, summary } from './measure.mjs';
import { Worker } from './worker.mjs';

/** Threads of a system that has just computed may still spin: the next begins when they sleep. */
const SETTLE = 30;

/**
 * Every task by every system, A B C A B C: `rounds` processes of each, side by side, a first training and then `warm`
 * runs in each. Gives, for each task and system, microseconds a step and the peak of memory, or why there are none.
 */
export async function measureTraining(tasks, systems, { rounds, warm, limit }) {
  const results = {};
  for (const [name, task] of Object.entries(tasks)) {
    const taken = Object.fromEntries(systems.map(({ id }) => [id, { first: [], warm: [], peaks: [] }]));
    for (let round = 0; round < rounds; round++) {
      progress(`training: ${name}, round ${round + 1} of ${rounds}`);
      await oneRound(task, systems, taken, { warm, limit });
    }
    const planned = task.epochs * Math.ceil(task.rows / task.batch_size);
    results[name] = Object.fromEntries(
      Object.entries(taken).map(([id, runs]) => [id, summed(runs, planned)]),
    );
  }
  return results;
}

async function oneRound(task, systems, taken, { warm, limit }) {
  const workers = systems
    .filter(({ id }) => !taken[id].failed)
    .map((system) => [system.id, new Worker(system)]);
  const each = async (act) => {
    for (const [id, worker] of workers) {
      if (taken[id].failed) continue;
      try {
        await act(worker, taken[id]);
      } catch (error) {
        taken[id].failed = error.message;
      }
    }
  };
  await each(async (worker, runs) => {
    Object.assign(runs, await worker.ready());
    await worker.load(task);
  });
  for (let run = 0; run <= warm; run++)
    await each(async (worker, runs) => {
      await pause(SETTLE);
      const { seconds, steps, peak } = await worker.train({ minimum: run === 0 ? 0 : 0.25, limit });
      runs[run === 0 ? 'first' : 'warm'].push((1e6 * seconds) / steps);
      if (run > 0) return;
      runs.steps = steps;
      runs.peaks.push(peak);
    });
  for (const [, worker] of workers) worker.end();
}

function summed({ first, warm, peaks, peak, steps, version, failed }, planned) {
  if (failed) return { failed };
  return {
    version,
    planned,
    steps,
    first: summary(first),
    warm: summary(warm),
    memory: { idle: peak, peak: summary(peaks).median },
  };
}
