import { expect, test } from 'vitest';
import { threadsWorthIt } from '../../src/jobs/worth.js';
import type { BackendName } from '../../src/kernels/index.js';
import { networkCount } from '../../src/training/options.js';
import type { TrainingOutcome } from '../../src/training/records.js';
import { clouds, prepared, type Settings } from '../training/support.js';

const rows = clouds(1000);
const layers = [{ type: 'dense', units: 8 }];

/** Threads of four that training is worth. */
function worth(
  settings: Settings,
  finished: readonly Partial<TrainingOutcome>[] = [],
  backend: BackendName = 'js',
): number {
  const { config, dataset: data, inputs, outputs } = prepared(settings, rows);
  const jobs = Array.from({ length: networkCount(config) }, (_, restart) => ({
    ...{ config, inputs, outputs, data },
    seed: { value: 0, restart },
  }));
  return threadsWorthIt(4, jobs, finished as TrainingOutcome[], { backend });
}

test('much work is worth as many threads as there are, or restarts', () => {
  const training = { epochs: 100_000, batch_size: 10 };
  expect(worth({ layers, training: { ...training, restarts: 10 } })).toBe(4);
  expect(worth({ layers, training: { ...training, restarts: 3 } })).toBe(3);
  expect(worth({ layers, training })).toBe(1);
  expect(worth({ layers, training: { ...training, restarts: 4 } }, [{ epochs: 1e5 }])).toBe(3);
  expect(worth({ layers, training: { ...training, restarts: 4 } }, Array(3).fill({ epochs: 1e5 }))).toBe(1);
});

test('little is not, nor what may be little, until a restart has shown that it is much', () => {
  const training = { epochs: 100_000, batch_size: 10, restarts: 10 };
  expect(worth({ layers, training: { ...training, epochs: 5 } })).toBe(1);
  const stopping = { layers, training: { ...training, early_stopping: { patience: 10 } } };
  expect(worth(stopping)).toBe(1);
  expect(worth(stopping, [{ epochs: 40 }])).toBe(1);
  expect(worth(stopping, [{ epochs: 20_000 }])).toBe(4);
  const lbfgs = { layers, optimizer: 'lbfgs', training: { ...training, batch_size: 'full' } };
  expect(worth(lbfgs)).toBe(1);
  expect(worth(lbfgs, [{ epochs: 20_000 }])).toBe(4);
});

test('nor are steps that the backend’s threads share better, a backend no other thread can have, or too little memory', () => {
  const wide = [{ type: 'dense', units: 1000 }];
  const large = (restarts: number) => ({
    layers: [...wide, ...wide],
    training: { epochs: 1000, batch_size: 100, restarts },
  });
  expect(worth(large(2), [], 'wasm')).toBe(1);
  expect(worth(large(2), [], 'js')).toBe(2);
  expect(worth(large(8), [], 'wasm')).toBe(4);
  expect(worth(large(8), [], 'blas')).toBe(1);
  // 7.2 GB of weights each
  const huge = Array(100).fill({ type: 'dense', units: 30_000 });
  expect(worth({ layers: huge, training: { epochs: 1000, restarts: 8 } })).toBe(1);
});

test('jobs that cost differently are worth what waiting for the last of them leaves', () => {
  const job = (epochs: number) => {
    const {
      config,
      dataset: data,
      inputs,
      outputs,
    } = prepared({ layers, training: { epochs, batch_size: 10 } }, rows);
    return { config, inputs, outputs, data, seed: { value: 0, restart: 0 } };
  };
  const worthOf = (...epochs: number[]) => threadsWorthIt(4, epochs.map(job), [], { backend: 'js' });
  expect(worthOf(100_000, 100_000)).toBe(2);
  // the long one alone takes as long as all in order
  expect(worthOf(100_000, 1, 1)).toBe(1);
  expect(worthOf(100_000, 50_000, 50_000)).toBe(3);
});

test('the rows that a job has are what it costs', () => {
  const {
    config,
    dataset: data,
    inputs,
    outputs,
  } = prepared({ layers, training: { epochs: 2000, batch_size: 10 } }, rows);
  const of = (count: number) => {
    const train = Float64Array.from({ length: count }, (_, i) => i);
    const job = { config, inputs, outputs, data, rows: { train }, seed: { value: 0, restart: 0 } };
    return threadsWorthIt(4, [job, job], [], { backend: 'js' });
  };
  expect(of(1000)).toBe(2);
  expect(of(20)).toBe(1);
});
