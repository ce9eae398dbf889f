import type { Kernels, OnNumbers, Vector } from '../../kernels/index.js';
import * as z from '../../zod.js';
import { type Activation, type ActivationName, activations } from '../activations/index.js';
import { type Variant, variantSchema } from '../variants.js';
import type { Layer, LayerConfig } from './layer.js';
import type { LayerType } from './layer_type.js';

export type ActivationConfig = Variant<ActivationName>;

type Activations = typeof activations;
type ElementwiseName = {
  [Name in ActivationName]: Activations[Name] extends { rowwise: true } ? never : Name;
}[ActivationName];

/** Activations that a hidden layer may have: one that takes a row as a whole (softmax) belongs in a head. */
export const hiddenActivationSchema = variantSchema(
  Object.fromEntries(
    Object.entries<Activation>(activations).filter(([, activation]) => !activation.rowwise),
  ) as Pick<Activations, ElementwiseName>,
);

/** y = f(x), elementwise (or row by row: softmax). */
export class Activate implements Layer {
  readonly outputs: number;
  private readonly loops: OnNumbers<Activation>;

  constructor(
    private readonly config: ActivationConfig,
    readonly inputs: number,
    kernels: Kernels,
  ) {
    this.outputs = inputs;
    this.loops = kernels.twin<Activation>('activation', config.type, activations[config.type]);
  }

  forward(x: Vector, y: Vector, rows: number): void {
    this.loops.forward(x, y, rows, this.outputs, this.config);
  }

  backward(x: Vector, y: Vector, dy: Vector, dx: Vector | null, rows: number): void {
    if (dx) this.loops.backward(x, y, dy, dx, rows, this.outputs, this.config);
  }
}

export interface Config extends LayerConfig {
  readonly activation: ActivationConfig;
}

/** An activation as a layer of its own: after a norm, say. */
export const activation = {
  options: () => z.strictObject({ activation: hiddenActivationSchema }),
  example: { activation: 'tanh' },
  build: (config: Config, inputs, layout) => new Activate(config.activation, inputs, layout.kernels),
} satisfies LayerType;
