import { Cores } from '../cores.mjs';
import { pause, progress, summary } from '../measure.mjs';
import { Worker } from '../worker.mjs';

export { report } from './training_report.mjs';

/**
 * Settings: `share` of the epochs of each task. Seconds are the limit of a run: a slower system takes fewer steps,
 * which the report says.
 */
export const settings = {
  thorough: { rounds: 3, warm: 3, limit: 2, share: 1 },
  quick: { rounds: 1, warm: 2, limit: 0.5, share: 0.25 },
};

/** Threads of a system that has just computed may still spin: the next begins when they sleep. */
const SETTLE = 30;
/** Seconds of trainings that nobody times, for engines that compile what is hot; and of those in a run, at least. */
const WARM_UP = 0.5;
const LEAST = 0.25;

/**
 * Every task by every system, A B C A B C: `rounds` processes of each, side by side, in each a first training, others
 * to warm up, and `warm` runs, each when all cores are free. Gives microseconds a step and peaks of memory for each
 * task and system, or why there are none, and `busy`, the runs before which the cores did not get free.
 */
export async function measure({ tasks, systems: all, settings: { rounds, warm, limit, share } }) {
  const systems = all.filter(({ command }) => command);
  const results = {};
  const cores = new Cores();
  for (const [name, whole] of Object.entries(tasks)) {
    const task = { ...whole, epochs: Math.ceil(share * whole.epochs) };
    const taken = Object.fromEntries(
      systems.map(({ id }) => [id, { first: [], warm: [], peaks: [], busy: 0 }]),
    );
    for (let round = 0; round < rounds; round++) {
      progress(`training: ${name}, round ${round + 1} of ${rounds}`);
      await oneRound(task, systems, taken, { warm, limit, cores });
    }
    const planned = task.epochs * Math.ceil(task.rows / task.batch_size);
    results[name] = Object.fromEntries(
      systems.map((system) => [system.id, summed(system, taken[system.id], planned)]),
    );
  }
  cores.end();
  return results;
}

async function oneRound(task, systems, taken, { warm, limit, cores }) {
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
  const settle = async (runs) => {
    await pause(SETTLE);
    if (!cores.free()) runs.busy++;
  };
  await each(async (worker, runs) => {
    await settle(runs);
    const { seconds, steps, loss, peak } = await worker.train({ minimum: 0, limit });
    runs.first.push((1e6 * seconds) / steps);
    runs.peaks.push(peak);
    runs.steps = steps;
    runs.loss = loss;
    await worker.train({ minimum: WARM_UP, limit });
  });
  for (let run = 0; run < warm; run++)
    await each(async (worker, runs) => {
      await settle(runs);
      const { seconds, steps } = await worker.train({ minimum: LEAST, limit });
      runs.warm.push((1e6 * seconds) / steps);
    });
  for (const [, worker] of workers) worker.end();
}

function summed({ name }, { first, warm, peaks, peak, steps, loss, busy, version, failed }, planned) {
  if (failed) return { failed };
  return {
    name: name.split(',')[0],
    version,
    planned,
    steps,
    // of a training that was ended early it is that of fewer epochs
    loss: steps < planned ? null : (loss ?? null),
    busy,
    first: summary(first),
    warm: summary(warm),
    memory: { idle: peak, peak: summary(peaks).median },
  };
}
