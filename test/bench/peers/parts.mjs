// node parts.mjs BACKEND TASK LIMIT: where the time of a step goes, in microseconds, as one line of JSON.
import { Clock } from '../clock.mjs';
import { backends, prepareTask, trainTask } from '../task.mjs';

const [backend, json, limit] = process.argv.slice(2);

/** Turns that timed and untimed training take, so that a machine which slows down does so to both. */
const turns = 4;

/** Trains for a turn; the seconds and steps it took. */
async function timedTraining(prepared) {
  const start = performance.now();
  const deadline = start + (1000 * Number(limit)) / turns;
  let steps = 0;
  do {
    let step = 0;
    await trainTask(prepared, {
      onSteps(run) {
        step = run.step;
      },
      stop: () => (performance.now() > deadline ? 'time_limit' : null),
    });
    steps += step;
  } while (performance.now() < deadline);
  return { microseconds: 1000 * (performance.now() - start), steps };
}

const task = JSON.parse(json);
const clock = new Clock();
const plain = prepareTask(task, backends[backend]);
const timed = prepareTask(task, clock.kernels(backends[backend]));
const untimed = { microseconds: 0, steps: 0 };
let timedSteps = 0;
await timedTraining(plain); // compiles
for (let turn = 0; turn < turns; turn++) {
  const { microseconds, steps } = await timedTraining(plain);
  untimed.microseconds += microseconds;
  untimed.steps += steps;
  timedSteps += (await timedTraining(timed)).steps;
}

const step = untimed.microseconds / untimed.steps;
const parts = clock.parts(timedSteps);
const rest = step - Object.values(parts).reduce((sum, part) => sum + part, 0);
console.log(JSON.stringify({ step, parts: { ...parts, rest } }));
