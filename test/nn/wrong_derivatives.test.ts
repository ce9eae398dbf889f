import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Kernels, numbersOf } from '../../src/kernels/index.js';
import { jsKernels } from '../../src/kernels/js/index.js';
import { type Activation, activations } from '../../src/nn/activations/index.js';
import type { GradcheckOptions, GradcheckResult } from '../../src/nn/gradcheck/gradcheck.js';
import type { Operation } from '../../src/nn/graph/operation.js';
import { Affine } from '../../src/nn/layers/affine.js';
import { BatchNorm } from '../../src/nn/layers/batch_norm.js';
import { Dropout } from '../../src/nn/layers/dropout.js';
import { LayerNorm } from '../../src/nn/layers/layer_norm.js';
import { Noise } from '../../src/nn/layers/noise.js';
import type { Loss } from '../../src/nn/losses/index.js';
import { Network } from '../../src/nn/network.js';
import { elementLosses, withChangedLoop } from '../helpers/loops.js';
import { check, mismatches } from './check.js';
import { smallNetwork } from './small_network.js';

describe('a wrong derivative is found', () => {
  afterEach(() => vi.restoreAllMocks());

  const layers = [
    { type: 'dense', units: 4, activation: 'tanh' },
    { type: 'residual', layers: [{ type: 'dense', units: 4, activation: 'softplus' }] },
    { type: 'batch_norm' },
    { type: 'layer_norm' },
  ];
  /** The index of the largest element: 1 % of it is more than any rounding. */
  const largest = (values: Float64Array) =>
    values.reduce((best, value, i) => (Math.abs(value) > Math.abs(values[best]) ? i : best), 0);
  /** 1 % too much in one place. */
  const spoil = (values: Float64Array) => {
    const at = largest(values);
    values[at] *= 1.01;
    return at;
  };
  /** Wraps a method: it does what it did, and then `afterwards` with its arguments. */
  const afterEachCall = <Args extends unknown[]>(
    owner: Record<'backward', (...args: Args) => void>,
    afterwards: (...args: Args) => void,
  ) => {
    const { backward } = owner;
    vi.spyOn(owner, 'backward').mockImplementation(function (this: unknown, ...args: Args) {
      backward.apply(this, args);
      afterwards(...args);
    });
  };
  const expectNamed = ({ passed, tensors }: GradcheckResult, name: string, index: number) => {
    expect(passed).toBe(false);
    expect(tensors.filter((tensor) => tensor.mismatches > 0)).toEqual([
      expect.objectContaining({ name, mismatches: 1, worst: expect.objectContaining({ index }) }),
    ]);
  };
  /** Tolerances of the command. */
  const loose: GradcheckOptions = { method: 'central', epsilon: 1e-6, atol: 1e-5, rtol: 1e-3 };

  it.each(smallNetwork({ layers }).parameters.map(({ name }, tensor) => [name, tensor] as const))(
    '1 %% in one element of %s, by name and place',
    (name, tensor) => {
      const { backward } = Network.prototype;
      let at = -1;
      vi.spyOn(Network.prototype, 'backward').mockImplementation(function (this: Network, ...args) {
        backward.apply(this, args);
        at = spoil(this.parameters[tensor].gradient.view);
      });
      expectNamed(check({ layers }, loose), name, at);
    },
  );

  it('1 % in one element of the inputs, by name and place', () => {
    const { backward } = Network.prototype;
    let at = -1;
    vi.spyOn(Network.prototype, 'backward').mockImplementation(function (this: Network, ...args) {
      backward.apply(this, args);
      at = spoil(this.dx!);
    });
    expectNamed(check({ layers }, loose), 'x', at);
  });

  it.each(Object.entries<Activation>(activations))('activation %s', (type, activation) => {
    const description = activation.rowwise
      ? { head: { activation: type, loss: 'mse' } }
      : {
          layers: [
            { type: 'dense', units: 4 },
            { type: 'activation', activation: type },
          ],
        };
    expect(check(description).passed).toBe(true);
    const kernels = withChangedLoop(`activation.${type}.dx`, ({ dx }) => spoil(dx!));
    const { passed, tensors } = check({ ...description, kernels });
    expect(passed).toBe(false);
    expect(tensors[0].mismatches).toBeGreaterThan(0);
  });

  it.each(Object.entries<Loss>(elementLosses))('loss %s, in every form', (type, loss) => {
    const forms = [
      { activation: 'sigmoid', broken: 'dy', fit: loss.targets !== 'distribution' && !loss.fused?.sigmoid },
      { activation: 'softmax', broken: 'dy', fit: loss.targets === 'distribution' && !loss.fused?.softmax },
      { activation: 'softmax', broken: 'dy', fit: loss.targets === 'labels' },
      ...Object.keys(loss.fused ?? {}).map((activation) => ({
        activation,
        broken: `fused.${activation}.da`,
        fit: true,
      })),
    ].filter(({ fit }) => fit);
    expect(forms.length).toBeGreaterThan(0);
    for (const { activation, broken } of forms) {
      const description = { head: { activation, loss: type } };
      expect(mismatches(check(description))).toEqual([]);
      const kernels = withChangedLoop(`loss.${type}.${broken}`, ({ dy, da }) => spoil((dy ?? da)!));
      const { passed, tensors } = check({ ...description, kernels });
      expect([passed, tensors.map(({ name }) => name)]).toEqual([false, ['head.weight', 'head.bias', 'x']]);
    }
  });

  const oneOfAll = [...layers, { type: 'dropout', rate: 0.3 }, { type: 'noise', sd: 0.1 }];
  it.each([Affine, BatchNorm, LayerNorm, Dropout, Noise])('the input gradient of %o', ({ prototype }) => {
    expect(mismatches(check({ layers: oneOfAll }))).toEqual([]);
    afterEachCall<Parameters<Operation['backward']>>(
      prototype,
      (_inputs, _y, _dy, [dx]) => dx && spoil(numbersOf(dx)),
    );
    expect(check({ layers: oneOfAll }).tensors.at(-1)!.mismatches).toBeGreaterThan(0);
  });

  it('a residual block without the path around it', () => {
    const { add } = jsKernels;
    const kernels = { ...jsKernels, add: (...args: Parameters<Kernels['add']>) => add(...args) };
    const network = { layers: [{ type: 'residual', layers: [{ type: 'dense', units: 3 }] }], kernels };
    expect(mismatches(check(network, loose))).toEqual([]);
    // where the paths meet again the gradient is added to that of the path through
    kernels.add = (a, b, c, n) => a !== c && add(a, b, c, n);
    const { tensors } = check(network, loose);
    expect(tensors.filter(({ mismatches: count }) => count > 0).map(({ name }) => name)).toEqual(['x']);
  });

  it('a batch norm that forgets that the statistics depend on its input', () => {
    const { backward } = BatchNorm.prototype;
    vi.spyOn(BatchNorm.prototype, 'backward').mockImplementation(function (this: BatchNorm, ...args) {
      const pass = { ...args[5], training: false };
      backward.apply(this, [args[0], args[1], args[2], args[3], args[4], pass]);
    });
    const { tensors } = check({ layers: [{ type: 'batch_norm' }] }, loose);
    expect(tensors.filter(({ mismatches: count }) => count > 0).map(({ name }) => name)).toEqual(['x']);
  });

  it('a bias without its sum, a weight without the transposition', () => {
    const network = { layers: [{ type: 'dense', units: 3, activation: 'tanh' }] };
    const named = (kernels: Kernels) =>
      check({ ...network, kernels }, loose)
        .tensors.filter(({ mismatches: count }) => count > 0)
        .map(({ name }) => name);
    const { loop, matmul } = jsKernels;
    const withoutSum: typeof loop = (name, options) =>
      name === 'layer.dense.db' ? () => {} : loop(name, options);
    expect(named({ ...jsKernels, loop: withoutSum })).toEqual(['layers.0.bias', 'head.bias']);
    expect(named({ ...jsKernels, matmulTransposed: matmul })).toEqual(['layers.0.weight', 'head.weight']);
  });

  it.each([
    ['sign of l1', { l1: 0.2, l2: 0 }],
    ['sign of l2', { l1: 0, l2: 0.2 }],
  ])('the wrong %s', (_, penalties) => {
    vi.spyOn(Network.prototype, 'addPenaltyGradients').mockImplementation(function (this: Network) {
      for (const { view: w, gradient, l1, l2 } of this.parameters)
        for (let i = 0; i < w.length; i++) gradient.view[i] -= l1 * Math.sign(w[i]) + l2 * w[i];
    });
    const { tensors } = check({ penalties }, loose);
    expect(tensors.filter(({ mismatches: count }) => count > 0).map(({ name }) => name)).toEqual([
      'head.weight',
    ]);
  });

  it('NaN is the worst of all', () => {
    const { backward } = Network.prototype;
    vi.spyOn(Network.prototype, 'backward').mockImplementation(function (this: Network, ...args) {
      backward.apply(this, args);
      this.g[4] = Number.NaN;
    });
    const { passed, tensors } = check({});
    expect([passed, tensors[0].mismatches, tensors[0].kinks.length, tensors[0].worst?.index]).toEqual([
      false,
      1,
      0,
      4,
    ]);
  });
});
