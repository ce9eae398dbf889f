import { MlpError } from '../../errors.js';
import * as z from '../../zod.js';
import { type ActivationName, activations } from '../activations/index.js';
import type { GraphBuilder } from '../graph/builder.js';
import { type Initializer, type InitializerName, initializers } from '../initializers/index.js';
import { type Variant, variantSchema } from '../variants.js';
import { Activate, type ActivationConfig, hiddenActivationSchema } from './activation.js';
import { Affine } from './affine.js';
import type { LayerConfig, LayerType } from './layer_type.js';

const auto = { options: z.strictObject({}) };

/** Schema of the options that a dense layer and a head share, about their weights. */
export const affineOptions = {
  bias: z.boolean().default(true).describe('whether to add b'),
  initializer: variantSchema({ auto, ...initializers })
    .prefault({ type: 'auto' })
    .describe('how weights start; auto goes by the activation'),
  trainable: z.boolean().default(true).describe('false keeps weights and biases as they start'),
  l1: z.number().min(0).optional().describe('penalty l1·‖W‖₁; default: training.l1'),
  l2: z.number().min(0).optional().describe('penalty l2/2·‖W‖²; default: training.l2'),
  initial: z
    .strictObject({
      weight: z.array(z.array(z.number()).min(1)).min(1).optional().describe('rows are outputs'),
      bias: z.array(z.number()).min(1).optional(),
    })
    .optional()
    .describe('start from these numbers'),
};

/** Options that a dense layer and a head share, resolved. */
export interface AffineConfig {
  readonly bias: boolean;
  readonly initializer: Variant<InitializerName | 'auto'>;
  readonly trainable: boolean;
  readonly l1?: number;
  readonly l2?: number;
  readonly initial?: { readonly weight?: readonly (readonly number[])[]; readonly bias?: readonly number[] };
}

/** a = x wᵀ + b; `before` is the activation that takes a. */
function affine(
  config: AffineConfig,
  inputs: number,
  outputs: number,
  before: ActivationName,
  graph: GraphBuilder,
): Affine {
  const { initial, trainable, initializer } = config;
  const name = initializer.type === 'auto' ? activations[before].initializer : initializer.type;
  const { fill }: Initializer = initializers[name];
  const given = initial?.weight?.flat();
  if (
    initial?.weight &&
    (initial.weight.length !== outputs || initial.weight.some((row) => row.length !== inputs))
  )
    throw misfit(graph, 'initial.weight', `${outputs} rows of ${inputs} numbers (outputs × inputs)`);
  if (initial?.bias && (!config.bias || initial.bias.length !== outputs))
    throw misfit(graph, 'initial.bias', config.bias ? `${outputs} numbers` : 'nothing, as bias is false');
  const weight = graph.parameter('weight', [outputs, inputs], {
    trainable,
    l1: config.l1 ?? graph.penalties.l1,
    l2: config.l2 ?? graph.penalties.l2,
    isWeight: true,
    initialize: (w, rng) => (given ? w.set(given) : fill(w, outputs, inputs, rng, initializer)),
  });
  const bias = config.bias
    ? graph.parameter('bias', [outputs], {
        trainable,
        initialize: (b) => b.set(initial?.bias ?? new Float64Array(outputs)),
      })
    : null;
  return new Affine(weight, bias, graph);
}

const misfit = (graph: GraphBuilder, key: string, expected: string) =>
  new MlpError('config', `${graph.place}.${key}: expected ${expected}`);

export interface Config extends LayerConfig, AffineConfig {
  readonly units: number;
  readonly activation: ActivationConfig;
}

/** y = f(x wᵀ + b). */
export const dense = {
  options: () =>
    z.strictObject({
      units: z.int().positive().describe('number of outputs'),
      activation: hiddenActivationSchema.prefault({ type: 'identity' }),
      ...affineOptions,
    }),
  example: { units: 4 },

  build(config: Config, x, graph) {
    const { units, activation } = config;
    const a = graph.apply(affine(config, x.columns, units, activation.type, graph), [x], units);
    if (activation.type === 'identity') return a;
    return graph.apply(new Activate(activation, units, graph.kernels), [a], units);
  },
} satisfies LayerType;

/** A head as the layer that it is: its activation may be one that no hidden layer can have. */
export const headAsDense = (
  head: AffineConfig & { readonly activation: ActivationConfig },
  units: number,
): LayerConfig => ({ type: 'dense', units, ...head }) as Config;
