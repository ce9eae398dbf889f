import { describe, expect, it } from 'vitest';
import { type BackendName, backends, type Kernels } from '../../src/kernels/index.js';
import { createNativeKernels } from '../../src/kernels/native/index.js';
import { nativeTiles } from '../helpers/portable_backends.js';
import { encodingLaws } from './encodings.js';
import { kernelLaws } from './laws.js';

// blas has bits of its own: test/kernels/blas
const names = (Object.keys(backends) as BackendName[]).filter((name) => name !== 'blas');

describe.each(names)('%s', (name) => {
  const kernels: Kernels = backends[name];
  it('goes by its own name', () => {
    expect(kernels.name).toBe(name === 'native' && nativeTiles.length === 0 ? 'wasm' : name);
  });
  kernelLaws(kernels);
  encodingLaws(kernels);
});

describe.each(nativeTiles)('native, %s', (tile) => {
  const kernels = createNativeKernels({ tile, threads: 1 })!;
  kernelLaws(kernels);
  encodingLaws(kernels);
});
