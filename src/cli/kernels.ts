import { didYouMean, MlpError } from '../errors.js';
import { formatCount } from '../format_count.js';
import {
  type BackendName,
  backendFor,
  createKernels,
  defaultBackend,
  findKernels,
  type Kernels,
  type Tile,
  tiles,
} from '../kernels/index.js';
import type { Ranks } from '../ranks/ranks.js';
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
  ranks?: Ranks,
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
    ...{ threads, ranks },
    tile: tileIn(context.env),
    library: context.env.MLP_BLAS_LIBRARY || undefined,
    warn: (message) => note(context, options, message),
  });
  if (backend === 'native' && kernels.name !== 'native') noteOnNone(options, context, kernels.name);
  if (kernels.name === 'js' && threads !== undefined && threads > 1)
    note(
      context,
      options,
      `--threads ${threads}: the backend js computes each step with one thread; results are the same`,
    );
  return kernels;
}

/**
 * The tile that MLP_NATIVE_TILE names.
 *
 * @throws MlpError `usage` where there is none of that name.
 */
export function tileIn({ MLP_NATIVE_TILE: name }: Context['env']): Tile | undefined {
  if (!name) return undefined;
  if (Object.hasOwn(tiles, name)) return name as Tile;
  const names = Object.keys(tiles);
  throw new MlpError(
    'usage',
    `MLP_NATIVE_TILE in the environment: ${JSON.stringify(name)} is none of ${names.join(', ')}` +
      didYouMean(name, names),
  );
}

/** Says why there is no native code, where it was asked for or ought to be there. */
function noteOnNone(
  options: Pick<SharedOptions, 'backend' | 'quiet'>,
  context: Context,
  instead: string,
): void {
  const tile = tileIn(context.env);
  const found = findKernels(tile);
  const isExpected = options.backend !== undefined || tile !== undefined;
  if (found.tile !== null || !(isExpected || found.isBroken)) return;
  const without = found.isBroken ? `; without this note: --backend ${instead}` : '';
  note(
    context,
    options,
    `native kernels cannot be used: ${found.reason}; ${instead} computes, more slowly; results are the same${without}`,
  );
}
