import { describe, expect, it } from 'vitest';
import { type LayerType, layerTypes } from '../../src/nn/layers/index.js';
import { expectReferences, readReferences, referenceLaws } from '../helpers/references.js';
import { expectClose } from './laws/numeric.js';
import { oneLayer } from './layers/one_layer.js';

interface Case {
  config: object;
  x: number[][];
  dy: number[][];
  /** The values of its tensors, by the last part of their names, flat or by rows. */
  parameters?: Record<string, number[] | number[][]>;
  y: number[][];
  dx: number[][];
  gradients?: Record<string, number[] | number[][]>;
}

// Layers of which networks.json of PyTorch has none.
const references = readReferences<Case>('layers');
referenceLaws(references, layerTypes);

describe.each(Object.entries(references))('layer %s', (type, { cases }) => {
  it.each(cases.map((each) => [JSON.stringify(each.config), each] as const))('%s', (_, each) => {
    const { config, x, dy, parameters = {}, gradients = {} } = each;
    const subject = oneLayer({ type, ...config }, x[0].length, x.length);
    for (const [name, values] of Object.entries(parameters)) subject.tensor(name).set(values.flat());
    // a gradient is overwritten, whatever was there
    for (const { gradient } of subject.layout.parameters) gradient.view.fill(Number.NaN);
    const y = subject.forward(x.flat());
    expectClose(y, each.y.flat(), 1e-12, 1e-15);
    expectClose(subject.backward(x.flat(), y, dy.flat()), each.dx.flat(), 1e-12, 1e-15);
    for (const [name, values] of Object.entries(gradients))
      expectClose(subject.gradient(name), values.flat(), 1e-12, 1e-15);
    expect(Object.keys(gradients)).toEqual(
      subject.layout.parameters.map(({ name }) => name.split('.').at(-1)),
    );
  });
});

it('covers every layer that networks.json of PyTorch has not', () => {
  const ofPyTorch = ['dense', 'activation', 'batch_norm', 'layer_norm', 'residual'];
  // what draws random numbers has its masks in laws
  const names = Object.entries<LayerType>(layerTypes).flatMap(([type, { traits }]) =>
    traits?.stochastic ? [] : [type],
  );
  expectReferences('layers', names, ofPyTorch, references);
});
