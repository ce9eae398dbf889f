import { describe, expect, it } from 'vitest';
import { backends, type Kernels } from '../../src/kernels/index.js';
import { kernelLaws } from './laws.js';

describe.each(Object.entries<Kernels>(backends))('%s', (name, kernels) => {
  it('goes by its own name', () => {
    expect(kernels.name).toBe(name);
  });
  kernelLaws(kernels);
});
