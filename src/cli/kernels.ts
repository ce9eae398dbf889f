import { type BackendName, createKernels, defaultBackend, type Kernels } from '../kernels/index.js';
import type { Context } from './context.js';
import type { SharedOptions } from './options.js';
import { say } from './say.js';

/** What computes, by --backend and --threads. Each call gives a backend with a memory of its own. */
export function kernelsFor(
  options: Pick<SharedOptions, 'backend' | 'threads' | 'quiet'>,
  context: Context,
): Kernels {
  const { backend = defaultBackend, threads } = options;
  const kernels = createKernels(backend as BackendName, { threads });
  if (kernels.name === 'js' && threads !== undefined && threads > 1)
    say(
      context,
      options,
      `--threads ${threads}: the backend js computes with one thread; results are the same`,
    );
  return kernels;
}
