import type * as Core from '../../src/core.js';

/** Task of a page, as JSON. */
export interface Task {
  readonly config: object;
  readonly target: Core.ArrayTarget;
  readonly inputs: number;
  readonly splits: Readonly<Record<'train' | 'validation', { readonly x: number[]; readonly t: number[] }>>;
  readonly backend: 'js' | 'wasm';
}

/** Answer of a page. */
export interface Trained {
  /** Name of the backend that the page had. */
  readonly backend: string;
  readonly epochs: number;
  readonly sha256: string;
}

/**
 * Trains by mlp/core, and hashes the weights. Playwright takes the text of this function into a page: so it may use
 * nothing but its arguments and what pages and Node both have.
 */
export async function trainFromArrays([core, task]: [typeof Core, Task]): Promise<Trained> {
  const split = ({ x, t }: { x: number[]; t: number[] }) => ({
    x: Float64Array.from(x),
    t: Float64Array.from(t),
  });
  const dataset = core.datasetFromArrays({
    train: split(task.splits.train),
    validation: split(task.splits.validation),
    inputs: task.inputs,
    target: task.target,
  });
  const given = { name: 'page', ...core.parseConfig(task.config) };
  const { config, inputs, outputs } = core.prepareDataset(given, dataset);
  const kernels = core.backends[task.backend];
  const network = core.buildNetwork(config, inputs, outputs, kernels);
  network.allocate(config.training.batch_size as number);
  const { restarts } = await core.train(network, config, dataset);
  // a copy: shared memory cannot be hashed
  const digest = await crypto.subtle.digest('SHA-256', network.w.slice());
  const sha256 = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return { backend: kernels.name, epochs: restarts[0].epochs, sha256 };
}
