import { describe, expect, it } from 'vitest';
import { MlpError } from '../../src/errors.js';
import { numbersOf } from '../../src/kernels/index.js';
import { jsKernels } from '../../src/kernels/js/index.js';
import type { Kernels } from '../../src/kernels/kernels.js';
import { Layout, type Memory } from '../../src/nn/layout.js';

const numbers = ({ vector }: Memory) => [...numbersOf(vector)];
const zeros = { initialize: (w: Float64Array) => w.fill(0) };
const layoutWith = (kernels: Kernels = jsKernels) => new Layout(kernels);

function filled(kernels?: Kernels) {
  const layout = layoutWith(kernels);
  const first = layout.parameter('layers.0.weight', [2, 3], zeros);
  const frozen = layout.parameter('layers.1.weight', [4], { ...zeros, trainable: false });
  const second = layout.parameter('layers.1.bias', [5], zeros);
  const statistic = layout.statistic('layers.2.running_var', [3], 1);
  const perRow = layout.perRow(7);
  const fixed = layout.fixed(2);
  return { layout, first, frozen, second, statistic, perRow, fixed };
}

describe('Layout', () => {
  it('counts before anything is claimed', () => {
    const { layout, first, perRow } = filled();
    expect(layout.count(10)).toEqual({ trainable: 11, parameters: 15, statistics: 3, pass: 72 });
    expect(layout.count(0).pass).toBe(2);
    expect([first.vector.length, perRow.vector.length]).toEqual([0, 0]);
  });

  it('cuts one flat vector into parameters, another into gradients: trainable ones first, each in its order', () => {
    const { layout, first, frozen, second, statistic, perRow, fixed } = filled();
    const { w, g } = layout.allocate(10);
    w.forEach((_, i) => {
      w[i] = i;
      g[i] = -i;
    });
    expect(numbers(first)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(numbers(second)).toEqual([6, 7, 8, 9, 10]);
    expect(numbers(frozen)).toEqual([11, 12, 13, 14]);
    expect(numbers(second.gradient)).toEqual([-6, -7, -8, -9, -10]);
    expect(numbers(frozen.gradient)).toEqual([-11, -12, -13, -14]);
    expect([statistic, perRow, fixed].map(({ vector }) => vector.length)).toEqual([3, 70, 2]);
    for (const { vector } of [statistic, perRow, fixed]) expect(numbersOf(vector).buffer).not.toBe(w.buffer);
    expect(layout.parameters.map(({ view }) => [...view])).toEqual([first, frozen, second].map(numbers));
  });

  it('has shapes, sizes, and options that are off unless said', () => {
    const { layout } = filled();
    const [first, frozen] = layout.parameters;
    const [statistic] = layout.statistics;
    expect(first).toMatchObject({ shape: [2, 3], size: 6, trainable: true, l1: 0, l2: 0 });
    expect(frozen).toMatchObject({ shape: [4], size: 4, trainable: false });
    expect(statistic).toMatchObject({ shape: [3], size: 3, initial: 1 });
  });

  it('takes all memory from the kernels', () => {
    const lengths: number[] = [];
    const counting = {
      ...jsKernels,
      allocate(length: number) {
        lengths.push(length);
        return jsKernels.allocate(length);
      },
    };
    filled(counting).layout.allocate(10);
    expect(lengths).toEqual([15, 15, 3, 70, 2]);
  });
});

describe('memory that cannot be had is refused, with how much it is', () => {
  const refusal = (claim: () => unknown) => {
    try {
      claim();
    } catch (error) {
      return error;
    }
    throw new Error('was not refused');
  };

  it('for parameters', () => {
    const layout = layoutWith();
    layout.parameter('weight', [2 ** 30, 2 ** 20], zeros);
    const error = refusal(() => layout.allocate(1));
    expect(error).toBeInstanceOf(MlpError);
    // 2⁵⁰ weights and their gradients, 8 bytes each
    expect(error).toMatchObject({
      failure: 'config',
      message: expect.stringContaining('18,014,398,509,481,984 bytes'),
    });
  });

  it('for a pass', () => {
    const { layout } = filled();
    const error = refusal(() => layout.allocate(2 ** 50));
    expect(error).toMatchObject({
      failure: 'config',
      message: expect.stringMatching(/fewer units, a smaller training\.batch_size, or --backend js/),
    });
    expect(error).toBeInstanceOf(MlpError);
  });

  it('but an error that is not of memory is not taken for one', () => {
    const broken = {
      ...jsKernels,
      allocate: () => {
        throw new TypeError('a bug');
      },
    };
    expect(refusal(() => filled(broken).layout.allocate(1))).toBeInstanceOf(TypeError);
  });
});
