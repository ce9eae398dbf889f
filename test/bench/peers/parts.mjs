// node parts.mjs BACKEND TASK LIMIT: where the time of a step goes, in microseconds, as one line of JSON.
import { Clock } from '../clock.mjs';
import { backends, prepareTask, trainTask } from '../task.mjs';

const [backend, json, limit] = process.argv.slice(2);
const prepared = prepareTask(JSON.parse(json));

/** Trains for `limit` seconds; the seconds and steps it took. */
async function timedTraining(kernels, betweenSteps) {
  const start = performance.now();
  const deadline = start + 1000 * Number(limit);
  let steps = 0;
  const callbacks = {
    onStep() {
      steps++;
      betweenSteps?.();
    },
    stop: () => (steps % 16 === 0 && performance.now() > deadline ? 'time_limit' : null),
  };
  do await trainTask(prepared, kernels(), callbacks);
  while (performance.now() < deadline);
  return { microseconds: 1000 * (performance.now() - start), steps };
}

const plain = () => backends[backend];
await timedTraining(plain); // compiles
const before = await timedTraining(plain);
const clock = new Clock();
const { steps } = await timedTraining(
  () => clock.kernels(plain()),
  () => clock.beginStep(),
);
const after = await timedTraining(plain);

const step = (before.microseconds + after.microseconds) / (before.steps + after.steps);
const parts = clock.parts(steps);
const rest = step - Object.values(parts).reduce((sum, part) => sum + part, 0);
console.log(JSON.stringify({ step, parts: { ...parts, rest } }));
