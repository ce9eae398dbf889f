import { describe, expect, it } from 'vitest';
import { MlpError } from '../../src/errors.js';
import { memberOutputs } from '../../src/nn/graph/member_outputs.js';
import { random } from '../../src/random.js';
import { evaluationPass } from '../../src/training/passes.js';
import { expectClose } from './laws/numeric.js';
import { type SmallNetwork, smallNetwork } from './small_network.js';

const dense = (units: number, more: object = {}) => ({ type: 'dense', units, activation: 'tanh', ...more });
const ensemble = { members: 4, scaling: 'signs' } as const;

/** A network at its initial values. */
function started(description: SmallNetwork) {
  const network = smallNetwork({ ensemble, ...description });
  network.initialize(random(1, 'weights'));
  const tensor = (name: string) => network.tensors.find((each) => each.name === name)!;
  return { network, tensor, view: (name: string) => [...tensor(name).view] };
}

describe('an ensemble starts', () => {
  it('with random signs, or normal numbers, for the inputs of the first dense layer, and 1 elsewhere', () => {
    const layers = [{ type: 'layer_norm' }, dense(5), dense(6)];
    const { view } = started({ layers, inputs: 20 });
    const signs = view('layers.1.input_scale');
    expect(signs).toHaveLength(4 * 20);
    expect(new Set(signs)).toEqual(new Set([-1, 1]));
    const normal = started({ layers, inputs: 20, ensemble: { members: 4, scaling: 'normal' } });
    expect(new Set(normal.view('layers.1.input_scale')).size).toBe(4 * 20);
    for (const name of ['layers.1.output_scale', 'layers.2.input_scale', 'layers.2.output_scale'])
      expect(new Set(view(name)), name).toEqual(new Set([1]));
  });

  it('with weights as a single network of these layers has them, and a head for each member', () => {
    const layers = [dense(64, { initializer: 'glorot_uniform' })];
    const head = { initializer: 'glorot_uniform' };
    const { view, tensor } = started({ layers, head, inputs: 8 });
    const single = started({ layers, head, inputs: 8, ensemble: undefined });
    expect(view('layers.0.weight')).toEqual(single.view('layers.0.weight'));
    expect(tensor('head.weight').shape).toEqual([4, 3, 64]);
    const weights = view('head.weight');
    expect(new Set(weights).size).toBe(weights.length);
    const bound = Math.sqrt(6 / (64 + 3));
    const largest = Math.max(...weights.map(Math.abs));
    expect(largest < bound && largest > 0.95 * bound).toBe(true);
  });

  it('from the numbers that a config gives, each member from the same', () => {
    const weight = [
      [1, 2, 3],
      [4, 5, 6],
    ];
    const layers = [dense(2, { initial: { weight, bias: [7, 8] } })];
    const head = { initial: { weight: [[9, 10]], bias: [11] } };
    const { view } = started({ layers, head, outputs: 1 });
    expect(view('layers.0.weight')).toEqual(weight.flat());
    expect(view('layers.0.bias')).toEqual([7, 8, 7, 8, 7, 8, 7, 8]);
    expect(view('head.weight')).toEqual([9, 10, 9, 10, 9, 10, 9, 10]);
    expect(view('head.bias')).toEqual([11, 11, 11, 11]);
    const wrong = () => started({ layers: [], head: { initial: { weight: [[1, 2]] } } });
    expect(wrong).toThrow(MlpError);
    expect(wrong).toThrow('head.initial.weight: expected 3 rows of 3 numbers');
  });

  it('with matrices alone for weights, which decay and penalties are for', () => {
    const { network } = started({ layers: [dense(4), dense(4)], penalties: { l1: 1, l2: 1 } });
    const weights = ['layers.0.weight', 'layers.1.weight', 'head.weight'];
    expect(network.parameters.filter(({ isWeight }) => isWeight).map(({ name }) => name)).toEqual(weights);
    expect(network.parameters.filter(({ l1, l2 }) => l1 + l2 > 0).map(({ name }) => name)).toEqual(weights);
  });
});

describe('the outputs of the members', () => {
  const subjects: [what: string, SmallNetwork, count: number][] = [
    ['of an ensemble', { layers: [dense(4)], ensemble, head: { activation: 'sigmoid' } }, 4],
    ['of heads alone, without an activation', { ensemble }, 4],
    ['of networks side by side', { layers: [dense(4)], branches: 3 }, 3],
    ['of ensembles side by side', { layers: [dense(4)], ensemble, branches: 3 }, 12],
    ['of a single network', { layers: [dense(4)] }, 1],
  ];
  it.each(subjects)('%s: their mean is the output', (_, description, count) => {
    const network = smallNetwork(description);
    const y = network.forward(5, evaluationPass);
    const each = memberOutputs(network, 5);
    expect(each).toHaveLength(count);
    expect(new Set(each.map((values) => values.join())).size).toBe(count);
    const mean = each[0].map((_, k) => each.reduce((sum, values) => sum + values[k], 0) / count);
    expectClose(y.subarray(0, mean.length), mean, 1e-14, 1e-15);
  });

  it('are what each member gives as a network of its own', () => {
    const network = smallNetwork({ layers: [dense(4), dense(5)], ensemble });
    network.forward(5, evaluationPass);
    const view = (name: string) => network.tensors.find((each) => each.name === name)!.view;
    const of = (name: string, member: number) => {
      const { view, size } = network.tensors.find((each) => each.name === name)!;
      return view.subarray((member * size) / 4, ((member + 1) * size) / 4);
    };
    memberOutputs(network, 5).forEach((expected, member) => {
      const alone = smallNetwork({ layers: [dense(4), dense(5)] });
      for (const { name, shape, view: to } of alone.parameters) {
        const layer = name.replace(/\.\w+$/, '');
        if (shape.length === 1 || layer === 'head') to.set(of(name, member));
        else {
          const [r, s] = [of(`${layer}.input_scale`, member), of(`${layer}.output_scale`, member)];
          to.set(view(name).map((w, k) => w * r[k % shape[1]] * s[Math.floor(k / shape[1])]));
        }
      }
      alone.x.set(network.x);
      expectClose(alone.forward(5, evaluationPass), expected, 1e-12, 1e-14);
    });
  });
});
