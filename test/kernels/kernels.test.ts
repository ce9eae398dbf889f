import { describe, expect, it } from 'vitest';
import { type BackendName, backends, type Kernels } from '../../src/kernels/index.js';
import { encodingLaws } from './encodings.js';
import { kernelLaws } from './laws.js';

// blas has bits of its own: test/kernels/blas
const names = (Object.keys(backends) as BackendName[]).filter((name) => name !== 'blas');

describe.each(names)('%s', (name) => {
  const kernels: Kernels = backends[name];
  it('goes by its own name', () => {
    expect(kernels.name).toBe(name);
  });
  kernelLaws(kernels);
  encodingLaws(kernels);
});
