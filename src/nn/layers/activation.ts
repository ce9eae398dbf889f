import type { Kernels, Loop } from '../../kernels/index.js';
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
  private readonly y: Loop;
  private readonly dx: Loop;

  constructor(
    private readonly config: ActivationConfig,
    readonly inputs: number,
    kernels: Kernels,
  ) {
    this.outputs = inputs;
    this.y = kernels.loop(`activation.${config.type}.y`);
    this.dx = kernels.loop(`activation.${config.type}.dx`);
  }

  forward(x: Float64Array, y: Float64Array, rows: number): void {
    this.y({ x, y }, rows, this.outputs, this.config);
  }

  backward(x: Float64Array, y: Float64Array, dy: Float64Array, dx: Float64Array | null, rows: number): void {
    if (dx) this.dx({ x, y, dy, dx }, rows, this.outputs, this.config);
  }
}

export interface Config extends LayerConfig {
  readonly activation: ActivationConfig;
}

/** An activation as a layer of its own: after a norm, say. */
export const activation = {
  options: () => z.strictObject({ activation: hiddenActivationSchema }),
  build: (config: Config, inputs, layout) => new Activate(config.activation, inputs, layout.kernels),
} satisfies LayerType;
