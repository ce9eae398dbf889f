import { MlpError } from '../../errors.js';
import type { Kernels, Vector } from '../../kernels/index.js';
import * as z from '../../zod.js';
import type { Operation } from '../graph/operation.js';
import type { LayerConfig, LayerType } from './layer_type.js';
import { Repeat } from './repeat.js';

/** y = a + b. Its gradient goes to both as it is. */
export class Sum implements Operation {
  readonly op = 'sum';
  readonly passesGradient = true;

  constructor(
    private readonly columns: number,
    private readonly kernels: Kernels,
  ) {}

  forward([a, b]: readonly Vector[], y: Vector, rows: number): void {
    this.kernels.add(a, b, y, rows * this.columns);
  }

  backward(): void {}
}

export interface Config extends LayerConfig {
  readonly layers: readonly LayerConfig[];
}

/**
 * y = x + f(x), f being layers one after the other, which have to give as many outputs as they take. He, Zhang, Ren and
 * Sun 2016.
 */
export const residual = {
  options: (layer) => z.strictObject({ layers: z.array(layer).min(1) }),
  example: { layers: [{ type: 'dense', units: 4, activation: 'tanh' }] },

  build({ layers }: Config, x, graph) {
    const f = layers.reduce((value, layer, i) => graph.layer(`layers.${i}`, layer, value), x);
    const [units, columns] = [f.columns / f.members, x.columns / x.members];
    if (units !== columns)
      throw new MlpError(
        'config',
        `${graph.place}: a residual block adds its input (${columns} wide) to its output, which is ` +
          `${units} wide; let its last layer have ${columns} units`,
      );
    const { kernels } = graph;
    const around =
      x.members === f.members
        ? x
        : graph.apply(new Repeat(f.members, columns, kernels), [x], f.columns, f.members);
    return graph.apply(new Sum(f.columns, kernels), [f, around], f.columns);
  },
} satisfies LayerType;
