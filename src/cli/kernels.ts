import { formatCount } from '../format_count.js';
import {
  type BackendName,
  backendFor,
  createKernels,
  defaultBackend,
  type Kernels,
} from '../kernels/index.js';
import type { Context } from './context.js';
import { note } from './messages.js';
import type { SharedOptions } from './options.js';

/**
 * Creates a backend with a memory of its own, as --backend and --threads choose it. Without --backend the number of
 * `bytes` that will be allocated decides.
 */
export function kernelsFor(
  options: Pick<SharedOptions, 'backend' | 'threads' | 'quiet'>,
  context: Context,
  bytes = 0,
): Kernels {
  const { backend = backendFor(bytes), threads } = options;
  if (backend !== defaultBackend && options.backend === undefined)
    note(
      context,
      options,
      `training claims ${formatCount(bytes)} bytes, more than ${defaultBackend} can address: the backend ` +
        `${backend} computes, more slowly; results are the same`,
    );
  const kernels = createKernels(backend as BackendName, {
    threads,
    library: context.env.MLP_BLAS_LIBRARY || undefined,
    warn: (message) => note(context, options, message),
  });
  if (kernels.name === 'js' && threads !== undefined && threads > 1)
    note(
      context,
      options,
      `--threads ${threads}: the backend js computes each step with one thread; results are the same`,
    );
  return kernels;
}
