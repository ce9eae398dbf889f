import type { LayerConfig } from './layers/index.js';
import type { Network } from './network.js';

type Config = LayerConfig & {
  readonly activation?: { readonly type: string };
  readonly layers?: readonly Config[];
};

/** Dense layers, by their names (`layers.0`, `head`), with no activation between them. */
export type AffineRun = readonly string[];

/**
 * The runs of two and more dense layers without an activation between them: together they are one affine map, and a network
 * of them is a linear model, however deep. The last of a run may have an activation; the head's own affine map is one, too.
 */
export function affineRuns(layers: readonly LayerConfig[]): AffineRun[] {
  const runs: AffineRun[] = [];
  const visit = (configs: readonly Config[], prefix: string, tail: readonly string[]) => {
    let run: string[] = [];
    const end = (last: readonly string[]) => {
      if (run.length > 0 && run.length + last.length > 1) runs.push([...run, ...last]);
      run = [];
    };
    configs.forEach((config, i) => {
      const name = `${prefix}layers.${i}`;
      if (config.type === 'dense' && config.activation?.type === 'identity') run.push(name);
      else end(config.type === 'dense' ? [name] : []);
      if (config.layers) visit(config.layers, `${name}.`, []);
    });
    end(tail);
  };
  visit(layers, '', ['head']);
  return runs;
}

/** a = W x + b. */
export interface AffineMap {
  readonly layers: AffineRun;
  /** W, [outputs][inputs] */
  readonly weight: readonly (readonly number[])[];
  readonly bias: readonly number[];
}

/** What the layers of a run come to together. The network has its values. */
export function affineMap({ parameters }: Network, layers: AffineRun): AffineMap {
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
