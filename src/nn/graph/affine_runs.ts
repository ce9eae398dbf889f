import type { Network } from '../network.js';
import { type Graph, isLayer, type LayerNode } from './graph.js';

/** Layers by their names (`layers.0`, `head`) that are affine maps, with nothing between them. */
export type AffineRun = readonly string[];

const isAffine = (node: LayerNode['children'][number] | undefined): boolean =>
  node !== undefined && !isLayer(node) && node.operation.op === 'affine';

/**
 * The runs of two and more affine maps with nothing between them: together they are one affine map, and a network of
 * them is a linear model, however deep. The last of a run may have an activation; the head's own affine map is one,
 * too.
 */
export function affineRuns({ layers }: Graph): AffineRun[] {
  const runs: AffineRun[] = [];
  const visit = (sequence: readonly LayerNode[]) => {
    let run: string[] = [];
    const end = () => {
      if (run.length > 1) runs.push(run);
      run = [];
    };
    let last: string | undefined;
    for (const { name, children, input, output } of sequence) {
      // two maps of one value stand beside each other
      if (!isAffine(children[0]) || input.id !== last) end();
      last = output.id;
      if (isAffine(children[0])) {
        run.push(name);
        if (children.length > 1) end();
      }
      visit(children.filter(isLayer));
    }
    end();
  };
  visit(layers);
  return runs;
}

/** a = W x + b. */
export interface AffineMap {
  readonly layers: AffineRun;
  /** W, [outputs][inputs] */
  readonly weight: readonly (readonly number[])[];
  readonly bias: readonly number[];
}

/** Affine map that the layers of a run come to together, at the network's values. */
export function affineMap({ parameters }: Pick<Network, 'parameters'>, layers: AffineRun): AffineMap {
  const find = (name: string) => parameters.find((parameter) => parameter.name === name);
  let weight: number[][] = [];
  let bias: number[] = [];
  // W (V x + c) + b = (W V) x + (W c + b), from the last layer back to the first
  for (const name of [...layers].reverse()) {
    const { shape, view: v } = find(`${name}.weight`)!;
    const [outputs, inputs] = shape;
    const c = find(`${name}.bias`)?.view ?? new Float64Array(outputs);
    if (bias.length === 0) {
      weight = Array.from(c, (_, i) => Array.from(c, (_, j) => (i === j ? 1 : 0)));
      bias = weight.map(() => 0);
    }
    bias = bias.map((b, i) => weight[i].reduce((sum, w, k) => sum + w * c[k], b));
    weight = weight.map((row) =>
      Array.from({ length: inputs }, (_, j) => row.reduce((sum, w, k) => sum + w * v[k * inputs + j], 0)),
    );
  }
  return { layers, weight, bias };
}
