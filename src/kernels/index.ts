import { jsKernels } from './js/index.js';
import type { Kernels } from './kernels.js';

export const backends = { js: jsKernels } satisfies Record<string, Kernels>;

export type BackendName = keyof typeof backends;
export type { Kernels } from './kernels.js';
