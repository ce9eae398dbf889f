import type { Kernels, Series } from '../../kernels/index.js';
import { COEFFICIENTS } from '../../nn/optimizers/index.js';

/** The most steps that are taken in one call: then it is time to look at what they gave. */
export const MOST_STEPS = 64;

/** Inputs and outputs of a step in the backend's memory, and tables of those of as many steps as one call takes. */
export interface StepMemory {
  readonly series: Series;
  /** The index of the batch's first row in the order of rows. */
  readonly from: Float64Array;
  /** The coefficients of the step, COEFFICIENTS numbers for the optimizer of each part. */
  readonly coefficients: readonly Float64Array[];
  /** Σ s ℓ of the batch, without penalties; `total` is Σ s. */
  readonly sum: Float64Array;
  readonly total: Float64Array;
}

const inputs = (parts: number) => 1 + COEFFICIENTS * parts;
const OUTPUTS = 2;

/** Numbers that `allocateStepMemory` claims. */
export const stepNumbers = (parts: number): number => (MOST_STEPS + 1) * (inputs(parts) + OUTPUTS);

export function allocateStepMemory(kernels: Kernels, parts: number): StepMemory {
  const input = kernels.allocate(inputs(parts));
  const output = kernels.allocate(OUTPUTS);
  const table = ({ length }: Float64Array) => kernels.allocate(MOST_STEPS * length);
  return {
    series: { input, inputs: table(input), output, outputs: table(output) },
    from: input.subarray(0, 1),
    coefficients: Array.from({ length: parts }, (_, i) =>
      input.subarray(1 + i * COEFFICIENTS, 1 + (i + 1) * COEFFICIENTS),
    ),
    sum: output.subarray(0, 1),
    total: output.subarray(1),
  };
}
