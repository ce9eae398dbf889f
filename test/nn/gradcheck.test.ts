import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import type { Kernels } from '../../src/kernels/index.js';
import { jsKernels } from '../../src/kernels/js/index.js';
import { tanh } from '../../src/math/index.js';
import { type Activation, type ActivationName, activations } from '../../src/nn/activations/index.js';
import { type GradcheckOptions, type GradcheckResult, gradcheck } from '../../src/nn/gradcheck.js';
import { Affine } from '../../src/nn/layers/affine.js';
import { BatchNorm } from '../../src/nn/layers/batch_norm.js';
import { Dropout } from '../../src/nn/layers/dropout.js';
import type { LayerName } from '../../src/nn/layers/index.js';
import type { Layer } from '../../src/nn/layers/layer.js';
import { LayerNorm } from '../../src/nn/layers/layer_norm.js';
import { Noise } from '../../src/nn/layers/noise.js';
import { Residual } from '../../src/nn/layers/residual.js';
import { type Loss, type LossName, losses } from '../../src/nn/losses/index.js';
import { fits, Network } from '../../src/nn/network.js';
import { random } from '../../src/random.js';
import { settings } from './laws/variants.js';
import { type SmallNetwork, smallNetwork, unevenScale } from './small_network.js';

/**
 * A hundred times stricter than what the command asks for. Losses under 1000 are rounded to 1e-13, which the difference
 * divides by 2e-5 to some 1e-8; the error of the method itself is ε²/6 f‴, 2e-11 times the third derivative.
 */
const strict: GradcheckOptions = { method: 'central', epsilon: 1e-5, atol: 1e-7, rtol: 1e-5 };

function check(description: SmallNetwork, options = strict, scale?: Float64Array): GradcheckResult {
  const network = smallNetwork(description);
  const rows = network.x.length / network.inputs;
  return gradcheck(network, scale ?? unevenScale(rows), rows, random(0, 'masks'), options);
}

/** Of a whole result: where it does not hold, in words. */
const mismatches = ({ tensors }: GradcheckResult) =>
  tensors.flatMap(({ name, mismatches: count, worst }) =>
    count > 0 ? [`${name}: ${count}, at worst ${JSON.stringify(worst)}`] : [],
  );

/** Every variant of a registry with its default options (the first of its settings), or with each setting. */
const variants = <Name extends string>(
  registry: Readonly<Record<Name, Pick<Activation, 'options'>>>,
  settingsEach: number,
) =>
  (Object.keys(registry) as Name[]).flatMap((type) =>
    settings(registry[type].options)
      .slice(0, settingsEach)
      .map((options) => ({ type, ...options })),
  );

/** Every head activation with every loss that fits it. */
const heads = (settingsEach: number) =>
  variants<LossName>(losses, settingsEach).flatMap((loss) =>
    variants<ActivationName>(activations, settingsEach)
      .filter(({ type }) => fits(type, loss))
      .map((activation) => ({ activation, loss })),
  );

const hiddenActivations = variants<ActivationName>(activations, Infinity).filter(
  ({ type }) => !(activations[type] as Activation).rowwise,
);

/** Each kind of layer with an activation that its gradient has to pass. */
const stacks = {
  dense: (activation) => [{ type: 'dense', units: 4, activation }],
  activation: (activation) => [
    { type: 'dense', units: 4 },
    { type: 'activation', activation },
  ],
  dropout: (activation) => [
    { type: 'dense', units: 4, activation },
    { type: 'dropout', rate: 0.3 },
  ],
  batch_norm: (activation) => [
    { type: 'dense', units: 4 },
    { type: 'batch_norm' },
    { type: 'activation', activation },
  ],
  layer_norm: (activation) => [
    { type: 'dense', units: 4 },
    { type: 'layer_norm' },
    { type: 'activation', activation },
  ],
  residual: (activation) => [{ type: 'residual', layers: [{ type: 'dense', units: 3, activation }] }],
  noise: (activation) => [
    { type: 'noise', sd: 0.2 },
    { type: 'dense', units: 4, activation },
  ],
} satisfies Record<LayerName, (activation: object) => object[]>;

describe('backpropagation agrees with differences', () => {
  let checked = 0;
  let kinks = 0;
  const expectAgreement = (description: SmallNetwork, scale?: Float64Array) => {
    const result = check(description, strict, scale);
    expect(mismatches(result), JSON.stringify(description)).toEqual([]);
    for (const tensor of result.tensors) {
      checked += tensor.checked;
      kinks += tensor.kinks.length;
    }
    return result;
  };

  // the options of a head have nothing to do with what kind of layer comes before
  const [defaultHeads, allHeads] = [heads(1), heads(Infinity)];
  describe.each(Object.entries(stacks))('in %s', (kind, stack) => {
    it.each(hiddenActivations)('with %j', (hidden) => {
      for (const head of kind === 'dense' ? allHeads : defaultHeads)
        expectAgreement({ layers: stack(hidden), head });
    });
  });

  const dense = (units: number) => ({ type: 'dense', units, activation: 'tanh' });
  const other: Record<string, SmallNetwork> = {
    'no layers': {},
    'no biases': { layers: [{ ...dense(4), bias: false }], head: { bias: false } },
    'one row, one input, one output': { layers: [dense(2)], rows: 1, inputs: 1, outputs: 1 },
    'a batch norm of two rows': { layers: [{ type: 'batch_norm' }, dense(4)], rows: 2 },
    'norms with a large epsilon': {
      layers: [{ type: 'batch_norm', epsilon: 0.5 }, dense(4), { type: 'layer_norm', epsilon: 0.5 }],
    },
    'a residual block around norm and dropout': {
      layers: [
        {
          type: 'residual',
          layers: [{ type: 'layer_norm' }, dense(4), { type: 'dropout', rate: 0.5 }, dense(3)],
        },
        { type: 'batch_norm' },
      ],
    },
    'a residual block of one norm, in another': {
      layers: [
        { type: 'residual', layers: [dense(3), { type: 'residual', layers: [{ type: 'batch_norm' }] }] },
      ],
    },
    'many layers': { layers: Array.from({ length: 8 }, () => dense(3)) },
    'penalties of all weights': { layers: [dense(4)], penalties: { l1: 0.3, l2: 0.7 } },
    'penalties by layer': {
      layers: [{ ...dense(4), l1: 0.5, l2: 0 }, { ...dense(4), l1: 0 }, dense(3)],
      head: { l2: 2 },
      penalties: { l1: 0.3, l2: 0.7 },
    },
    'penalties inside a residual block': {
      layers: [{ type: 'residual', layers: [{ ...dense(3), l1: 0.5, l2: 0.25 }] }],
    },
    'frozen layers': {
      layers: [dense(4), { ...dense(4), trainable: false }, dense(4)],
      head: { trainable: false },
      penalties: { l1: 0.3, l2: 0.7 },
    },
  };
  it.each(Object.entries(other))('%s', (_, description) => {
    for (const loss of ['mse', 'log_cosh']) {
      const { head } = description;
      expectAgreement({ ...description, head: { ...head, loss } });
    }
  });

  it('says nothing of frozen parameters, for which no gradient is wanted', () => {
    const { tensors } = check(other['frozen layers']);
    const names = ['layers.0.weight', 'layers.0.bias', 'layers.2.weight', 'layers.2.bias', 'x'];
    expect(tensors.map(({ name }) => name)).toEqual(names);
  });

  it('with rows of weight 0', () => {
    const scale = Float64Array.of(0.5, 0, 0.2, 0, 0.3);
    const { tensors } = expectAgreement({ layers: [dense(4)] }, scale);
    expect(tensors.at(-1)).toMatchObject({ name: 'x', shape: [5, 3], checked: 15 });
  });

  it('by forward differences too, as well as those can', () => {
    const result = check(
      { layers: stacks.batch_norm({ type: 'tanh' }) },
      { ...strict, method: 'forward', atol: 1e-4 },
    );
    expect(mismatches(result)).toEqual([]);
  });

  // Random numbers are hardly ever within 1e-5 of a kink: were wrong derivatives taken for kinks, it would show here.
  afterAll(() => {
    expect(kinks).toBeLessThanOrEqual(1e-4 * checked);
  });
});

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
  /** The command's own. */
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
    afterEachCall(activation, (_x, _y, _dy, dx) => spoil(dx));
    const { passed, tensors } = check(description);
    expect(passed).toBe(false);
    expect(tensors[0].mismatches).toBeGreaterThan(0);
  });

  it.each(Object.entries<Loss>(losses))('loss %s, in every form', (type, loss) => {
    const forms = [
      { activation: 'sigmoid', broken: loss, fit: loss.targets !== 'distribution' && !loss.fused?.sigmoid },
      { activation: 'softmax', broken: loss, fit: loss.targets === 'distribution' && !loss.fused?.softmax },
      { activation: 'softmax', broken: loss, fit: loss.targets === 'labels' },
      ...Object.entries(loss.fused ?? {}).map(([activation, broken]) => ({ activation, broken, fit: true })),
    ].filter(({ fit }) => fit);
    expect(forms.length).toBeGreaterThan(0);
    for (const { activation, broken } of forms) {
      const description = { head: { activation, loss: type } };
      expect(mismatches(check(description))).toEqual([]);
      // the gradient is the last vector but for rows, columns and options
      afterEachCall<unknown[]>(broken as never, (...args) => spoil(args.at(-4) as Float64Array));
      const { passed, tensors } = check(description);
      expect([passed, tensors.map(({ name }) => name)]).toEqual([false, ['head.weight', 'head.bias', 'x']]);
      vi.restoreAllMocks();
    }
  });

  const oneOfAll = [...layers, { type: 'dropout', rate: 0.3 }, { type: 'noise', sd: 0.1 }];
  it.each([Affine, BatchNorm, LayerNorm, Dropout, Noise, Residual])(
    'the input gradient of %o',
    ({ prototype }) => {
      expect(mismatches(check({ layers: oneOfAll }))).toEqual([]);
      afterEachCall<Parameters<Layer['backward']>>(prototype, (_x, _y, _dy, dx) => dx && spoil(dx));
      expect(check({ layers: oneOfAll }).tensors.at(-1)!.mismatches).toBeGreaterThan(0);
    },
  );

  it('a residual block without the path around it', () => {
    vi.spyOn(Residual.prototype, 'backward').mockImplementation(function (
      this: Residual,
      x,
      _y,
      dy,
      dx,
      rows,
      pass,
    ) {
      this.inner.backward(x, new Float64Array(x.length), dy, dx, rows, pass);
    });
    const { tensors } = check(
      { layers: [{ type: 'residual', layers: [{ type: 'dense', units: 3 }] }] },
      loose,
    );
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
    expect(named({ ...jsKernels, columnSums: () => {} })).toEqual(['layers.0.bias', 'head.bias']);
    const { matmul } = jsKernels;
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

describe('kinks', () => {
  afterEach(() => vi.restoreAllMocks());

  /** y = relu(w x + b) with one weight, loss (y − t)², so that at a = w x + b = 0 the one-sided derivatives are −2 t x and 0. */
  function atKink(a: number, derivative?: number): GradcheckResult {
    const network = smallNetwork({ head: { activation: 'relu' }, rows: 1, inputs: 1, outputs: 1 });
    network.w.set([1, a - 1]);
    network.x.set([1]);
    network.t.set([3]);
    if (derivative !== undefined)
      vi.spyOn(activations.relu, 'backward').mockImplementation((_x, _y, dy, dx) => {
        dx[0] = derivative * dy[0];
      });
    return gradcheck(network, Float64Array.of(1), 1, random(0, 'masks'), strict);
  }

  it('relu at exactly 0: every derivative from 0 to 1 is excused, and counted apart', () => {
    for (const derivative of [undefined, 0, 0.25, 1]) {
      const { passed, tensors } = atKink(0, derivative);
      expect(passed).toBe(true);
      for (const tensor of tensors) {
        expect(tensor).toMatchObject({ checked: 1, mismatches: 0, worst: null });
        // da = 2 (y − t) · derivative = −6 · derivative; the difference sees half of relu: −3
        expect(tensor.kinks).toEqual([
          expect.objectContaining({ index: 0, analytic: -6 * (derivative ?? 0) + 0 }),
        ]);
        expect(tensor.kinks[0].numeric).toBeCloseTo(-3, 4);
      }
    }
  });

  it('one half is what the difference says: neither kink nor mismatch', () => {
    const { passed, tensors } = atKink(0, 0.5);
    expect([passed, ...tensors.map(({ kinks }) => kinks.length)]).toEqual([true, 0, 0, 0]);
  });

  it.each([-0.1, 1.1, 2, -1, Number.NaN])('a derivative of %d at 0 is no kink but wrong', (derivative) => {
    const { passed, tensors } = atKink(0, derivative);
    expect([passed, ...tensors.map(({ mismatches: count, kinks }) => [count, kinks.length])]).toEqual([
      false,
      ...[1, 2, 3].map(() => [1, 0]),
    ]);
  });

  it('within epsilon of 0 a kink is excused, a wrong derivative is not', () => {
    expect(atKink(strict.epsilon / 3)).toMatchObject({
      passed: true,
      tensors: [{ kinks: [{ index: 0 }] }, {}, {}],
    });
    expect(atKink(strict.epsilon / 3, 1.01).passed).toBe(false);
  });

  it('beyond epsilon nothing is excused', () => {
    expect(atKink(2 * strict.epsilon).tensors.flatMap(({ kinks }) => kinks)).toEqual([]);
    for (const derivative of [0, 0.5, 0.99, 1.01])
      expect(atKink(2 * strict.epsilon, derivative).passed).toBe(false);
  });

  it('where a function curves much, a wrong derivative is no kink', () => {
    // ℓ = (1000 w + b − 3)²: the slope of w is 2000 at w = 0.004, its one-sided differences 2000 ± 10; 2001 is wrong
    const network = smallNetwork({ rows: 1, inputs: 1, outputs: 1 });
    network.w.set([0.004, 0]);
    network.x.set([1000]);
    network.t.set([3]);
    const run = () => gradcheck(network, Float64Array.of(1), 1, random(0, 'masks'), strict).tensors[0];
    expect(run()).toMatchObject({ mismatches: 0, kinks: [], worst: { analytic: 2000 } });
    const { backward } = losses.mse;
    vi.spyOn(losses.mse, 'backward').mockImplementation((...args) => {
      backward(...args);
      args[3][0] *= 1.0005;
    });
    expect(run()).toMatchObject({ mismatches: 1, kinks: [], worst: { analytic: 2001 } });
  });

  it('where a function curves, a kink beside the center is still one', () => {
    // ℓ = |tanh(w + b) − t| with t = tanh(−1 + ε/3): the slope is −0.420, the difference to the left ε/2 · 0.64 above that,
    // which is more than the tolerance
    const network = smallNetwork({
      head: { activation: 'tanh', loss: 'mae' },
      rows: 1,
      inputs: 1,
      outputs: 1,
    });
    network.w.set([1, -2]);
    network.x.set([1]);
    network.t.set([tanh(-1 + strict.epsilon / 3)]);
    const [tensor] = gradcheck(network, Float64Array.of(1), 1, random(0, 'masks'), strict).tensors;
    expect(tensor).toMatchObject({ mismatches: 0, kinks: [{ index: 0 }] });
  });
});

describe('what the result tells', () => {
  const network = () => smallNetwork({ layers: [{ type: 'dense', units: 4 }] });
  const run = (options = strict, now?: () => number) =>
    gradcheck(network(), unevenScale(5), 5, random(0, 'masks'), options, now);

  it('tensors in the order of the network, all elements checked, the worst one in full', () => {
    const { tensors } = run();
    expect(tensors.map(({ name, shape, checked }) => [name, shape, checked])).toEqual([
      ['layers.0.weight', [4, 3], 12],
      ['layers.0.bias', [4], 4],
      ['head.weight', [3, 4], 12],
      ['head.bias', [3], 3],
      ['x', [5, 3], 15],
    ]);
    for (const { worst } of tensors) {
      const { analytic, numeric, error } = worst!;
      const bound = strict.atol + strict.rtol * Math.abs(numeric);
      expect(error).toBeCloseTo(Math.abs(analytic - numeric) / bound, 12);
      expect(error).toBeLessThanOrEqual(1);
    }
  });

  it('what both methods cost: two forward passes an element and one at the center, beside seconds where there is a clock', () => {
    let seconds = 0;
    const { forwardPasses, seconds: taken } = run(strict, () => seconds++);
    expect(forwardPasses).toBe(2 * (12 + 4 + 12 + 3 + 15) + 1);
    expect(taken).toEqual({ backpropagation: 1, numeric: 1 }); // one call takes longer than the least that is timed
    expect(run().seconds).toEqual({ backpropagation: 0, numeric: 0 });
  });

  it('leaves parameters and inputs as they were, to the bit', () => {
    const subject = network();
    const before = [subject.w.slice(), subject.x.slice(), subject.t.slice()];
    gradcheck(subject, unevenScale(5), 5, random(0, 'masks'), strict);
    expect([subject.w, subject.x, subject.t]).toEqual(before);
  });
});
