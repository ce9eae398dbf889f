import { MlpError } from '../../errors.js';
import { normal, type Random, uniform } from '../../random.js';
import * as z from '../../zod.js';
import { type ActivationName, activations } from '../activations/index.js';
import type { SharedEnsemble } from '../ensemble.js';
import type { GraphBuilder } from '../graph/builder.js';
import type { Value } from '../graph/graph.js';
import type { Operation } from '../graph/operation.js';
import {
  type BiasInitializerName,
  biasInitializers,
  type Initializer,
  type InitializerName,
  initializers,
} from '../initializers/index.js';
import { type Variant, variantSchema } from '../variants.js';
import { Activate, type ActivationConfig, hiddenActivationSchema } from './activation.js';
import { ActivityL1 } from './activity_l1.js';
import { Affine } from './affine.js';
import { FirstSharedAffine } from './first_shared_affine.js';
import type { LayerConfig, LayerType } from './layer_type.js';
import { MemberAffine } from './member_affine.js';
import { SharedAffine } from './shared_affine.js';

const auto = { options: z.strictObject({}) };

/** Schema of the options that a dense layer and a head share, about their weights. */
export const affineOptions = {
  bias: z.boolean().default(true).describe('whether to add b'),
  initializer: variantSchema({ auto, ...initializers })
    .prefault({ type: 'auto' })
    .describe('how weights start; auto goes by the activation'),
  bias_initializer: variantSchema({ auto, ...biasInitializers })
    .prefault({ type: 'auto' })
    .describe('how biases start; auto: fan_in_uniform where weights do, else zeros'),
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
  readonly bias_initializer: Variant<BiasInitializerName | 'auto'>;
  readonly trainable: boolean;
  readonly l1?: number;
  readonly l2?: number;
  readonly initial?: { readonly weight?: readonly (readonly number[])[]; readonly bias?: readonly number[] };
}

/** An affine map of a layer or a head. */
interface AffineLayer {
  readonly config: AffineConfig;
  readonly inputs: number;
  readonly outputs: number;
  /** Members of the ensemble that it is for: 1 where there is none. */
  readonly members: number;
  /** Members whose matrices of weights differ: 1 where they share one. */
  readonly matrices: number;
  /** The activation that takes a. */
  readonly before: ActivationName;
}

/**
 * Puts a = x wᵀ + b into the graph, for each member where an ensemble has several; `hasMatrices`: each has a matrix of
 * its own.
 */
export function affine(
  config: AffineConfig,
  x: Value,
  outputs: number,
  before: ActivationName,
  graph: GraphBuilder,
  hasMatrices = false,
): Value {
  const members = Math.max(x.members, graph.ensemble?.members ?? 1);
  const inputs = x.columns / x.members;
  const matrices = hasMatrices ? members : 1;
  const operation = affineOperation({ config, inputs, outputs, members, matrices, before }, x, graph);
  return graph.apply(operation, [x], members * outputs, members);
}

function affineOperation(layer: AffineLayer, x: Value, graph: GraphBuilder): Operation {
  const { members, matrices, inputs, outputs, config } = layer;
  const weight = weightOf(layer, graph);
  const isFirst = x.members < members;
  const { trainable } = config;
  const scale = (name: string, columns: number, scaling: 'ones' | SharedEnsemble['scaling']) =>
    graph.parameter(name, [members, columns], { trainable, initialize: scalings[scaling] });
  const scales = {
    ...(members > 1 &&
      (isFirst || matrices === 1) && {
        input_scale: scale('input_scale', inputs, isFirst ? graph.ensemble!.scaling : 'ones'),
      }),
    ...(members > 1 && matrices === 1 && { output_scale: scale('output_scale', outputs, 'ones') }),
  };
  const bias = biasOf(layer, graph);
  if (members === 1) return new Affine(weight, bias, graph);
  const tensors = { weight, ...scales, ...(bias && { bias }) };
  if (isFirst) return new FirstSharedAffine(tensors, members, graph);
  return matrices > 1 ? new MemberAffine(tensors, graph) : new SharedAffine(tensors, members, graph);
}

/** Initial values of the scales of members. */
const scalings: Readonly<Record<'ones' | SharedEnsemble['scaling'], (r: Float64Array, rng: Random) => void>> =
  {
    ones: (r) => r.fill(1),
    signs(r, rng) {
      for (let i = 0; i < r.length; i++) r[i] = uniform(rng) < 0.5 ? -1 : 1;
    },
    normal(r, rng) {
      for (let i = 0; i < r.length; i++) r[i] = normal(rng);
    },
  };

const weightsBy = ({ initializer }: AffineConfig, before: ActivationName): InitializerName =>
  initializer.type === 'auto' ? activations[before].initializer : initializer.type;

/** The initializer of biases: as `auto`, that of weights which start as PyTorch's do; beside others, zeros. */
function biasesBy(config: AffineConfig, before: ActivationName): BiasInitializerName {
  const { bias_initializer: initializer, initial } = config;
  if (initializer.type !== 'auto') return initializer.type;
  const weights = initial?.weight ? 'zeros' : weightsBy(config, before);
  return weights === 'fan_in_uniform' ? weights : 'zeros';
}

function weightOf({ config, inputs, outputs, matrices, before }: AffineLayer, graph: GraphBuilder) {
  const { initial, trainable, initializer } = config;
  const { fill }: Initializer = initializers[weightsBy(config, before)];
  const given = initial?.weight?.flat();
  if (
    initial?.weight &&
    (initial.weight.length !== outputs || initial.weight.some((row) => row.length !== inputs))
  )
    throw misfit(graph, 'initial.weight', `${outputs} rows of ${inputs} numbers (outputs × inputs)`);
  const size = outputs * inputs;
  return graph.parameter('weight', matrices > 1 ? [matrices, outputs, inputs] : [outputs, inputs], {
    trainable,
    l1: config.l1 ?? graph.penalties.l1,
    l2: config.l2 ?? graph.penalties.l2,
    isWeight: true,
    initialize(w, rng) {
      for (let i = 0; i < matrices; i++) {
        const matrix = w.subarray(i * size, (i + 1) * size);
        if (given) matrix.set(given);
        else fill(matrix, outputs, inputs, rng, initializer);
      }
    },
  });
}

function biasOf({ config, inputs, outputs, members, matrices, before }: AffineLayer, graph: GraphBuilder) {
  const { bias: hasBias, initial, trainable, bias_initializer: initializer } = config;
  if (initial?.bias && (!hasBias || initial.bias.length !== outputs))
    throw misfit(graph, 'initial.bias', hasBias ? `${outputs} numbers` : 'nothing, as bias is false');
  if (!hasBias && initializer.type !== 'auto')
    throw misfit(graph, 'bias_initializer', 'nothing, as bias is false');
  if (!hasBias) return null;
  const { fill }: Initializer = biasInitializers[biasesBy(config, before)];
  return graph.parameter('bias', members > 1 ? [members, outputs] : [outputs], {
    trainable,
    // members with one matrix of weights start with the same biases, too
    initialize(b, rng) {
      for (let i = 0; i < members; i++) {
        const ofMember = b.subarray(i * outputs, (i + 1) * outputs);
        if (initial?.bias) ofMember.set(initial.bias);
        else if (i < matrices) fill(ofMember, outputs, inputs, rng, initializer);
        else ofMember.set(b.subarray(0, outputs));
      }
    },
  });
}

const misfit = (graph: GraphBuilder, key: string, expected: string) =>
  new MlpError('config', `${graph.place}.${key}: expected ${expected}`);

export interface Config extends LayerConfig, AffineConfig {
  readonly units: number;
  readonly activity_l1?: number;
  readonly activation: ActivationConfig;
}

/** y = f(x wᵀ + b). */
export const dense = {
  options: () =>
    z.strictObject({
      units: z.int().positive().describe('number of outputs'),
      activation: hiddenActivationSchema.prefault({ type: 'identity' }),
      ...affineOptions,
      activity_l1: z
        .number()
        .min(0)
        .optional()
        .describe('penalty activity_l1·‖y‖₁ on what the layer gives for a row: sparse codes'),
    }),
  example: { units: 4 },
  formulas: {
    // what members of an ensemble make of the product that they share
    y: (x: number, w: number, b: number) => w * x + b,
    db: (dy: number) => dy,
  },

  build(config: Config, x, graph) {
    const { units, activation, activity_l1: penalty = 0 } = config;
    const a = affine(config, x, units, activation.type, graph);
    const y =
      activation.type === 'identity'
        ? a
        : graph.apply(new Activate(activation, a, graph.kernels), [a], a.columns);
    return penalty > 0 ? graph.apply(new ActivityL1(penalty, y, graph), [y], y.columns) : y;
  },
} satisfies LayerType;
