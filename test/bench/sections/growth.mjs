import { short, table } from '../markdown.mjs';
import { exponent, progress, summary } from '../measure.mjs';
import { Worker } from '../worker.mjs';

export const settings = {
  thorough: { runs: 3, limit: 0.4, every: 1 },
  quick: { runs: 1, limit: 0.1, every: 2 },
};

const doubled = (from, times) => Array.from({ length: times + 1 }, (_, i) => from * 2 ** i);

/** Tasks of which one measure doubles, and the exponent that the number of operations in a step has in it. */
const curves = {
  'rows a batch': {
    sizes: doubled(8, 7),
    operations: 1,
    task: (size) => ({ batch_size: size, rows: 2048 }),
  },
  'width of all layers': {
    sizes: doubled(8, 6),
    operations: 2,
    task: (size) => ({ inputs: size, hidden: [size, size] }),
  },
  'hidden layers': {
    sizes: doubled(1, 5),
    operations: 1,
    task: (size) => ({ hidden: new Array(size).fill(64) }),
  },
  'rows of data': { sizes: doubled(1024, 8), operations: 0, task: (size) => ({ rows: size }) },
};

const base = {
  rows: 4096,
  inputs: 64,
  hidden: [64, 64],
  activation: 'relu',
  classes: 10,
  batch_size: 64,
  epochs: 1,
};

/** Microseconds a step as each measure doubles, one process for each system and size, in turn; and the exponents. */
export async function measure({ mine: systems, settings: { runs, limit, every } }) {
  const results = {};
  for (const [name, { sizes: all, operations, task }] of Object.entries(curves)) {
    const sizes = all.filter((_, i) => (all.length - 1 - i) % every === 0);
    const steps = Object.fromEntries(systems.map(({ id }) => [id, []]));
    for (const size of sizes) {
      progress(`growth: ${name}, ${size}`);
      for (const system of systems)
        steps[system.id].push(await stepTime(system, { ...base, ...task(size) }, { runs, limit }));
    }
    const half = Math.floor(sizes.length / 2);
    const exponents = ([id, times]) => [
      id,
      { all: exponent(sizes, times), upper: exponent(sizes.slice(half), times.slice(half)) },
    ];
    results[name] = {
      sizes,
      operations,
      steps,
      exponents: Object.fromEntries(Object.entries(steps).map(exponents)),
    };
  }
  return results;
}

/** The median of runs in a process that is warm. */
async function stepTime(system, task, { runs, limit }) {
  const worker = new Worker(system);
  try {
    await worker.ready();
    await worker.load(task);
    const times = [];
    for (let run = 0; run <= runs; run++) {
      const { seconds, steps } = await worker.train({ minimum: limit / 2, limit });
      if (run > 0) times.push((1e6 * seconds) / steps);
    }
    return summary(times).median;
  } finally {
    worker.end();
  }
}

export function report(results) {
  const tables = Object.entries(results).map(([name, { sizes, operations, steps, exponents }]) => {
    const rows = Object.entries(steps).map(([id, times]) => [
      id,
      ...times.map(short),
      exponents[id].all.toFixed(2),
      exponents[id].upper.toFixed(2),
      String(operations),
    ]);
    return table([name, ...sizes.map(String), 'exponent', 'upper half', 'of operations'], rows);
  });
  return [
    '## Cost as work grows',
    '',
    'Microseconds a step of 64 inputs, two hidden layers of 64 (relu), 10 classes and batches of 64 out of 4096 ' +
      'rows, but for what doubles.',
    'The exponent k of time ~ sizeᵏ, fitted to all sizes, and to the upper half of them, where what every step ' +
      'costs weighs less.',
    '',
    tables.join('\n\n'),
  ].join('\n');
}
