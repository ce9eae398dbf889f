import { platform } from '#platform';
import type { Network } from '../../nn/network.js';
import { optimizers } from '../../nn/optimizers/index.js';
import type { TrainConfig } from '../build_network.js';
import { trainingBytes } from '../memory.js';
import { batchRows } from '../options.js';
import type { RestartSummary } from '../records.js';
import type { TrainingData } from '../trainer.js';

/** Nanoseconds that have to be saved: each thread loads the engine, and compiles anew what is hot (test/bench/NOTES.md). */
const LEAST_SAVED = 3e8;
/**
 * What a further thread of the backend is worth in long steps, and nanoseconds of a step in which it is worth half of that: two threads
 * were 1.02, 1.13 and 1.42 times as fast as one in steps of 0.18, 0.46 and 7 ms (test/bench/NOTES.md).
 */
const FURTHER = 0.7;
const HALF = 1e6;
/** Bytes that a thread takes, whatever it does. */
const THREAD_BYTES = 2 ** 24;

/** Backends that another thread can have for itself, with the same bits. */
const portable = new Set(['js', 'wasm']);

/**
 * In how many threads, up to `most`, what is left of the restarts gains by running side by side; 1 where it does not: too little
 * work, too little memory, or steps that threads share better. It goes by arithmetic, not by a clock.
 */
export function threadsWorthIt(
  most: number,
  network: Network,
  config: TrainConfig,
  data: TrainingData,
  finished: readonly RestartSummary[],
  leastSaved = LEAST_SAVED,
): number {
  const { name } = network.layout.kernels;
  const { rows, x, t } = data.train;
  const left = config.training.restarts - finished.length;
  if (platform.startThread === null || most < 2 || left < 2) return 1;
  const bytes = trainingBytes(network, config, rows) + x.byteLength + t.byteLength + THREAD_BYTES;
  const threads = Math.min(most, left, Math.floor(platform.memoryBytes() / 2 / bytes));
  if (threads < 2 || !portable.has(name)) return 1;
  const step = stepNanoseconds(network, batchRows(config.training, rows));
  const shared = name === 'wasm' ? 1 + ((most - 1) * FURTHER * step) / (step + HALF) : 1;
  const restart = expectedEpochs(config, finished) * epochNanoseconds(network, config, data);
  const saved = restart * (left / shared - Math.ceil(left / threads));
  return saved >= leastSaved ? threads : 1;
}

/** Epochs of a restart: as many as those before took, or else as many as are certain. */
function expectedEpochs({ training, optimizer }: TrainConfig, finished: readonly RestartSummary[]): number {
  if (finished.length > 0) return finished.reduce((sum, { epochs }) => sum + epochs, 0) / finished.length;
  const { epochs, early_stopping: stopping } = training;
  if ('iterate' in optimizers[optimizer.type]) return 1;
  return stopping ? Math.min(epochs, stopping.patience) : epochs;
}

/** Of one thread of the backend wasm, roughly: three products of 0.1 ns a multiply-add, then what goes by neurons and by parameters. */
function stepNanoseconds(network: Network, rows: number): number {
  const { parameters, pass } = network.layout.count(rows);
  return 1000 + 0.3 * rows * parameters + pass + 3 * parameters;
}

/** Of one thread, roughly: steps, and validation, which is a forward pass. */
export function epochNanoseconds(network: Network, { training }: TrainConfig, data: TrainingData): number {
  const { train, validation } = data;
  const rows = batchRows(training, train.rows);
  const steps = Math.ceil(train.rows / rows);
  return (
    steps * stepNanoseconds(network, rows) + (validation ? stepNanoseconds(network, validation.rows) / 3 : 0)
  );
}
