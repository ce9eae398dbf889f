import { type NumberFeature, scaleFunction } from '../../data/preprocessing/index.js';
import { categoryVectors } from '../../model/embeddings.js';
import type { EncodedInput } from '../../nn/encoders/index.js';
import { encodersIn } from '../../nn/encoders/layer.js';
import { rangeOf } from '../../range.js';
import { evaluationPass } from '../../training/passes.js';
import type { Evidence } from './evidence.js';

/** Number column that the network encodes. */
export interface EncodedNumber {
  readonly name: string;
  /** Values over the range of the training rows, in the column's own unit. */
  readonly values: Float64Array;
  /** Each number that it becomes, at these values. */
  readonly curves: readonly Float64Array[];
  /** Edges of the bins, in the column's own unit. */
  readonly edges: readonly number[];
}

/** Category column that the network has vectors for. */
export interface EncodedCategory {
  readonly name: string;
  readonly levels: readonly string[];
  /** Vector of each level. */
  readonly vectors: readonly Float64Array[];
}

const resolution = 200;

/** Number columns that the network encodes, those whose numbers change most over the range first; all are computed. */
export function encodedNumbers(evidence: Evidence): EncodedNumber[] {
  const { network, model } = evidence;
  const layer = encodersIn(network.graph);
  if (layer === undefined) return [];
  const found = placed(evidence).flatMap(({ input, at }): EncodedNumber[] => {
    if (input.type !== 'piecewise_linear') return [];
    const { edges, width } = input;
    const feature = model.preprocessing.features.find(
      (each): each is NumberFeature => each.kind === 'number' && each.name === input.column,
    )!;
    const [low, high] = [edges[0], edges.at(-1)!];
    const points = Math.min(resolution, network.x.length / network.inputs);
    const scaled = Float64Array.from({ length: points }, (_, i) => low + (i / (points - 1)) * (high - low));
    network.x.fill(0);
    scaled.forEach((x, i) => {
      network.x[i * network.inputs + input.input] = x;
    });
    network.forward(points, evaluationPass);
    const z = network.outputOf(layer);
    const { columns } = layer.output;
    const curves = Array.from({ length: width }, (_, j) => scaled.map((_, i) => z[i * columns + at + j]));
    const { value } = scaleFunction(feature);
    return [{ name: input.column, values: scaled.map(value), curves, edges: edges.map(value) }];
  });
  return found.sort((a, b) => spread(b) - spread(a));
}

/** Category columns that the network has vectors for; of several networks those of the first. */
export const encodedCategories = ({ model }: Evidence): EncodedCategory[] =>
  categoryVectors(model).map(({ column, levels, members: [vectors] }) => ({ name: column, levels, vectors }));

/** The encoded columns with the first of their columns of the encoders' output. */
function placed({ network }: Evidence): { readonly input: EncodedInput; readonly at: number }[] {
  let wider = 0;
  return network.inputSpec.encoded.map((input) => {
    const at = input.input + wider;
    wider += input.width - 1;
    return { input, at };
  });
}

const spread = ({ curves }: EncodedNumber): number =>
  curves.reduce((sum, curve) => {
    const [low, high] = rangeOf(curve);
    return sum + (high - low) * (high - low);
  }, 0);
