import type { Kernels, Loop, Vector } from '../../kernels/index.js';
import * as z from '../../zod.js';
import { type Activation, type ActivationName, activations } from '../activations/index.js';
import type { Value } from '../graph/graph.js';
import type { Operation } from '../graph/operation.js';
import { type Variant, variantSchema } from '../variants.js';
import type { LayerConfig, LayerType } from './layer_type.js';

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
export class Activate implements Operation {
  readonly overwritesGradient: true | undefined;
  readonly op: string;
  readonly attributes: object;
  private readonly y: Loop;
  private readonly dx: Loop;

  constructor(
    config: ActivationConfig,
    /** Value that it takes: each member's columns are a row of their own. */
    private readonly input: Pick<Value, 'columns' | 'members'>,
    kernels: Kernels,
  ) {
    const { type, ...attributes } = config;
    this.op = type;
    this.overwritesGradient = (activations[type] as Activation).rowwise ? undefined : true;
    this.attributes = attributes;
    this.y = kernels.loop(`activation.${type}.y`, config);
    this.dx = kernels.loop(`activation.${type}.dx`, config);
  }

  forward([x]: readonly Vector[], y: Vector, rows: number): void {
    const { columns, members } = this.input;
    this.y({ x, y }, rows * members, columns / members);
  }

  backward(
    [x]: readonly Vector[],
    y: Vector,
    dy: Vector,
    [dx]: readonly (Vector | null)[],
    rows: number,
  ): void {
    const { columns, members } = this.input;
    if (dx) this.dx({ x, y, dy, dx }, rows * members, columns / members);
  }
}

export interface Config extends LayerConfig {
  readonly activation: ActivationConfig;
}

/** An activation as a layer of its own: after a norm, say. */
export const activation = {
  options: () => z.strictObject({ activation: hiddenActivationSchema }),
  example: { activation: 'tanh' },

  build: ({ activation: config }: Config, x, graph) =>
    graph.apply(new Activate(config, x, graph.kernels), [x], x.columns),
} satisfies LayerType;
