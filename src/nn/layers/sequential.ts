import type { Vector } from '../../kernels/index.js';
import type { Layout, Memory } from '../layout.js';
import type { Layer, Pass } from './layer.js';

/** Layers one after the other. It owns the values and gradients between them; the ends belong to the caller. */
export class Sequential implements Layer {
  /** values[i] is the output of layer i, gradients[i] the loss's gradient with respect to it. */
  readonly values: readonly Memory[];
  readonly gradients: readonly Memory[];
  readonly outputs: number;

  constructor(
    readonly layers: readonly Layer[],
    readonly inputs: number,
    layout: Layout,
  ) {
    const inner = layers.slice(0, -1);
    this.values = inner.map((layer) => layout.perRow(layer.outputs));
    this.gradients = inner.map((layer) => layout.perRow(layer.outputs));
    this.outputs = layers.at(-1)!.outputs;
  }

  /** With `from`, layers before that one do not run: the last of their values has to be there already. */
  forward(x: Vector, y: Vector, rows: number, pass: Pass, from = 0): void {
    const last = this.layers.length - 1;
    let input = from === 0 ? x : this.values[from - 1].vector;
    for (let i = from; i <= last; i++) {
      const output = i === last ? y : this.values[i].vector;
      this.layers[i].forward(input, output, rows, pass);
      input = output;
    }
  }

  backward(x: Vector, y: Vector, dy: Vector, dx: Vector | null, rows: number, pass: Pass): void {
    const last = this.layers.length - 1;
    let dOutput = dy;
    for (let i = last; i >= 0; i--) {
      const input = i === 0 ? x : this.values[i - 1].vector;
      const output = i === last ? y : this.values[i].vector;
      const dInput = i === 0 ? dx : this.gradients[i - 1].vector;
      this.layers[i].backward(input, output, dOutput, dInput, rows, pass);
      if (dInput !== null) dOutput = dInput;
    }
  }
}
