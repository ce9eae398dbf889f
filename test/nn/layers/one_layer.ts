import { layerSchema } from '../../../src/config/layers.js';
import { numbersOf } from '../../../src/kernels/index.js';
import { jsKernels } from '../../../src/kernels/js/index.js';
import { GraphBuilder } from '../../../src/nn/graph/builder.js';
import { Execution } from '../../../src/nn/graph/execution.js';
import { operationsOf, type Value } from '../../../src/nn/graph/graph.js';
import { type LayerName, type LayerType, layerTypes, type Pass } from '../../../src/nn/layers/index.js';
import { Layout } from '../../../src/nn/layout.js';
import { random } from '../../../src/random.js';

const pass = (training: boolean, frozen: boolean): Pass => ({ training, frozen, random: random(0, 'masks') });
/** Passes, each with a generator of its own at its start. */
export const passes = {
  training: () => pass(true, false),
  frozen: () => pass(true, true),
  evaluation: () => pass(false, false),
};

/** One layer of a config by itself, at its initial values. */
export function oneLayer(config: object, inputs: number, rows: number, penalties = { l1: 0, l2: 0 }) {
  const layout = new Layout(jsKernels);
  const graph = new GraphBuilder(layerTypes as Readonly<Record<string, LayerType>>, layout, penalties);
  const x = graph.input('x', inputs);
  const described = layerSchema.parse(config);
  const layer = graph.build('layers.0', layerTypes[described.type as LayerName] as LayerType, described, x);
  // apart, so that the layer's own claims can be counted
  const between = new Layout(jsKernels);
  const execution = new Execution(operationsOf([layer]), between, [x], [x]);
  const { w, g } = layout.allocate(rows);
  between.allocate(rows);
  execution.bind();
  const memory = (of: 'value' | 'gradient', value: Value) => numbersOf(execution[of](value)!.vector);
  const rng = random(0, 'weights');
  for (const { view, initialize } of layout.parameters) initialize(view, rng);
  for (const { view, initial } of layout.statistics) view.fill(initial);
  const tensors = [...layout.parameters, ...layout.statistics];
  return {
    layer,
    execution,
    layout,
    w,
    g,
    /** Values of a tensor, by the last part of its name. */
    tensor: (name: string) => tensors.find((tensor) => tensor.name === `layers.0.${name}`)!.view,
    gradient: (name: string) =>
      layout.parameters.find((tensor) => tensor.name === `layers.0.${name}`)!.gradient.view,
    forward(x: readonly number[], how: Pass = passes.training()): number[] {
      const count = x.length / inputs;
      memory('value', layer.input).set(x);
      memory('value', layer.output).fill(NaN);
      execution.forward(count, how);
      return [...memory('value', layer.output).subarray(0, count * layer.output.columns)];
    },
    backward(
      x: readonly number[],
      y: readonly number[],
      dy: readonly number[],
      how: Pass = passes.training(),
    ): number[] {
      memory('value', layer.input).set(x);
      memory('value', layer.output).set(y);
      // some layers write the one over the other
      memory('gradient', layer.input).fill(NaN);
      memory('gradient', layer.output).set(dy);
      execution.backward(x.length / inputs, how);
      return [...memory('gradient', layer.input).subarray(0, x.length)];
    },
  };
}
