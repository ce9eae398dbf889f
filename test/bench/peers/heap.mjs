// node --expose-gc … heap.mjs BACKEND STEPS: what so many steps leave behind, and how much garbage they make; bytes a
// step.
import { backends, prepareTask, trainTask } from '../task.mjs';

const [backend, steps] = process.argv.slice(2);
/** Steps that training takes at once here. */
const atOnce = 50;
const counted = Number(steps);
const warmUp = 2000;
const batch_size = 10;
const task = {
  rows: batch_size * (warmUp + 2 * counted + 1), // one epoch: its end leaves a record
  inputs: 2,
  hidden: [8, 8],
  activation: 'tanh',
  classes: 2,
  batch_size,
  epochs: 1,
};
const prepared = prepareTask(task, backends[backend]);

const used = () => {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};
const collected = () => {
  globalThis.gc();
  return used();
};

let from = 0;
let garbage = 0;
let retained = 0;
await trainTask(prepared, {
  stepsAtOnce: atOnce,
  onSteps({ step }) {
    if (step === warmUp) from = used();
    else if (step === warmUp + counted) {
      garbage = used() - from;
      from = collected();
    } else if (step === warmUp + 2 * counted) retained = collected() - from;
  },
});
console.log(JSON.stringify({ steps: counted, garbage: garbage / counted, retained: retained / counted }));
