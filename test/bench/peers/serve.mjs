// A system under measurement, as a process of its own that is asked in lines of JSON and answers each with one.
import { createInterface } from 'node:readline';

/**
 * Answers, until standard input ends: {"load": task} with {}, when the data of the task is in memory; {"train": how}
 * with the seconds and steps of whole trainings, repeated until `minimum` seconds are over, the mean loss in the last
 * epoch of the last of them, where the system says it, and the peak of the process.
 *
 * `load(task)` gives a function that builds a model, trains it, and returns the steps taken and that loss; past
 * `deadline` (of performance.now) it takes no more steps.
 */
export async function serve(version, load) {
  console.log = console.error; // TensorFlow.js greets on standard output
  answer({ version, peak: peak() });
  let train;
  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line);
    if (request.load) {
      train = await load(request.load);
      answer({});
    } else answer(await repeat(train, request.train));
  }
}

async function repeat(train, { minimum, limit }) {
  const start = performance.now();
  let steps = 0;
  let seconds = 0;
  let loss;
  do {
    const training = await train(start + 1000 * limit);
    steps += training.steps;
    loss = training.loss;
    seconds = (performance.now() - start) / 1000;
  } while (seconds < minimum);
  return { seconds, steps, loss, peak: peak() };
}

const answer = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);

/** Bytes, the most that the process has had in memory so far. */
const peak = () => 1024 * process.resourceUsage().maxRSS;

/** Numbers of a normal distribution (Box and Muller), and classes: what is in them does not matter to the time. */
export function randomData({ rows, inputs, classes }, Numbers = Float64Array) {
  const normal = () => Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
  return {
    x: Numbers.from({ length: rows * inputs }, normal),
    t: Numbers.from({ length: rows }, () => Math.floor(classes * Math.random())),
  };
}

/** 0 … n−1 in random order. */
export function shuffled(n) {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
