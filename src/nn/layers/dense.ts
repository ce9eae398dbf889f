import { MlpError } from '../../errors.js';
import * as z from '../../zod.js';
import { type ActivationName, activations } from '../activations/index.js';
import { type Initializer, type InitializerName, initializers } from '../initializers/index.js';
import type { Layout } from '../layout.js';
import { type Variant, variantSchema } from '../variants.js';
import { Activate, type ActivationConfig, hiddenActivationSchema } from './activation.js';
import { Affine } from './affine.js';
import type { Layer, LayerConfig } from './layer.js';
import type { LayerType } from './layer_type.js';
import { Sequential } from './sequential.js';

const auto = { options: z.strictObject({}) };

/** What both a dense layer and a head may say of their weights. */
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

export interface AffineConfig {
  readonly bias: boolean;
  readonly initializer: Variant<InitializerName | 'auto'>;
  readonly trainable: boolean;
  readonly l1?: number;
  readonly l2?: number;
  readonly initial?: { readonly weight?: readonly (readonly number[])[]; readonly bias?: readonly number[] };
}

/** Lays out a = x wᵀ + b; `before` is the activation that takes a. */
export function buildAffine(
  config: AffineConfig,
  inputs: number,
  outputs: number,
  before: ActivationName,
  layout: Layout,
): Affine {
  const { initial, trainable, initializer } = config;
  const name = initializer.type === 'auto' ? activations[before].initializer : initializer.type;
  const { fill }: Initializer = initializers[name];
  const given = initial?.weight?.flat();
  if (
    initial?.weight &&
    (initial.weight.length !== outputs || initial.weight.some((row) => row.length !== inputs))
  )
    throw misfit(layout, 'initial.weight', `${outputs} rows of ${inputs} numbers (outputs × inputs)`);
  if (initial?.bias && (!config.bias || initial.bias.length !== outputs))
    throw misfit(layout, 'initial.bias', config.bias ? `${outputs} numbers` : 'nothing, as bias is false');
  const weight = layout.parameter('weight', [outputs, inputs], {
    trainable,
    l1: config.l1 ?? layout.penalties.l1,
    l2: config.l2 ?? layout.penalties.l2,
    initialize: (w, rng) => (given ? w.set(given) : fill(w, outputs, inputs, rng, initializer)),
  });
  const bias = config.bias
    ? layout.parameter('bias', [outputs], {
        trainable,
        initialize: (b) => b.set(initial?.bias ?? new Float64Array(outputs)),
      })
    : null;
  return new Affine(weight, bias, layout);
}

const misfit = (layout: Layout, key: string, expected: string) =>
  new MlpError('config', `${layout.place}.${key}: expected ${expected}`);

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

  build(config: Config, inputs, layout): Layer {
    const { units, activation } = config;
    const affine = buildAffine(config, inputs, units, activation.type, layout);
    if (activation.type === 'identity') return affine;
    return new Sequential([affine, new Activate(activation, units, layout.kernels)], inputs, layout);
  },
} satisfies LayerType;
