import { layerSchema } from '../../../src/config/layers.js';
import { Vector } from '../../../src/kernels/index.js';
import { jsKernels } from '../../../src/kernels/js/index.js';
import {
  type Layer,
  type LayerConfig,
  type LayerType,
  layerTypes,
  type Pass,
} from '../../../src/nn/layers/index.js';
import { Layout } from '../../../src/nn/layout.js';
import { random } from '../../../src/random.js';

const buildLayer = (config: LayerConfig, inputs: number, layout: Layout): Layer =>
  (layerTypes[config.type as keyof typeof layerTypes] as LayerType).build(config, inputs, layout);

export const newLayout = (penalties = { l1: 0, l2: 0 }) => new Layout(buildLayer, jsKernels, penalties);

const pass = (training: boolean, frozen: boolean): Pass => ({ training, frozen, random: random(0, 'masks') });
/** Each with a generator of its own, at its start. */
export const passes = {
  training: () => pass(true, false),
  frozen: () => pass(true, true),
  evaluation: () => pass(false, false),
};

/** One layer of a config by itself, at its initial values. */
export function oneLayer(
  config: object,
  inputs: number,
  rows: number,
  penalties?: { l1: number; l2: number },
) {
  const layout = newLayout(penalties);
  const layer = layout.layer('layers.0', layerSchema.parse(config), inputs);
  const { w, g } = layout.allocate(rows);
  const rng = random(0, 'weights');
  for (const { view, initialize } of layout.parameters) initialize(view, rng);
  for (const { view, initial } of layout.statistics) view.fill(initial);
  const tensors = [...layout.parameters, ...layout.statistics];
  return {
    layer,
    layout,
    w,
    g,
    /** What a tensor holds, by the last part of its name. */
    tensor: (name: string) => tensors.find((tensor) => tensor.name === `layers.0.${name}`)!.view,
    gradient: (name: string) =>
      layout.parameters.find((tensor) => tensor.name === `layers.0.${name}`)!.gradient.view,
    forward(x: readonly number[], how: Pass = passes.training()): number[] {
      const y = new Float64Array((x.length / inputs) * layer.outputs).fill(NaN);
      layer.forward(new Vector(Float64Array.from(x)), new Vector(y), x.length / inputs, how);
      return [...y];
    },
    backward(
      x: readonly number[],
      y: readonly number[],
      dy: readonly number[],
      how: Pass = passes.training(),
    ): number[] {
      const dx = new Float64Array(x.length).fill(NaN);
      const [input, output, upstream] = [x, y, dy].map((values) => new Vector(Float64Array.from(values)));
      layer.backward(input, output, upstream, new Vector(dx), x.length / inputs, how);
      return [...dx];
    },
  };
}
