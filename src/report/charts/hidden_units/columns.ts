import { matrixOf } from '../../../nn/graph/graph.js';
import { greatest, rangeOf } from '../../../range.js';
import { short } from '../../draw/text.js';
import { colours } from '../../draw/theme.js';
import type { Evidence } from '../../evidence/evidence.js';
import type { Field, Surface } from '../../evidence/surface.js';

/** Side of a small picture, in pixels; larger for a layer with few units. */
const sideFor = (units: number): number => (units <= 8 ? 56 : 44);
export const gap = 16;
/** Distance from the left of a column to that of the next, in pixels. */
export const columnStep = 136;
export const margin = 46;
export const top = 34;
export const readableUnits = 16;

export interface Unit extends Field {
  /** Index among the units of its layer. */
  readonly index: number;
  /** Value in the middle of the colours. */
  readonly middle: number;
  readonly x: number;
  readonly y: number;
}

export interface Column {
  readonly title: string;
  readonly units: readonly Unit[];
  /** Name of the weight of the affine map that leads here, [units, units of the column before]. */
  readonly weight: string | null;
}

/** Lays out the columns from inputs to outputs, each in the middle of the height of the tallest. */
export function layOut({ model, network }: Evidence, { inputs, hidden, outputs }: Surface) {
  const matrices = network.graph.layers.map(matrixOf);
  let first = 0;
  const layers = hidden.map(({ layer, name: title, units }) => {
    const weight = matrices.slice(first, layer + 1).find((matrix) => matrix !== null) ?? null;
    first = layer + 1;
    return { title, fields: units, weight };
  });
  const all = [
    { title: 'input', fields: inputs, weight: null },
    ...layers,
    { title: 'output', fields: shownOutputs(outputs, model), weight: matrices.at(-1)! },
  ];
  const chosen = all.map(({ fields }, c) =>
    heaviest(fields.length, model.tensors.get(all[c + 1]?.weight ?? '')),
  );
  const tallest = greatest(chosen.map(({ length }) => length));
  const side = sideFor(tallest);
  const columns = all.map(
    ({ title, fields, weight }, c): Column => ({
      title,
      weight,
      units: chosen[c].map((index, k) => ({
        ...fields[index],
        index,
        middle: c === all.length - 1 ? middleOf(fields[index]) : 0,
        x: margin + c * columnStep,
        y: top + ((tallest - chosen[c].length) / 2 + k) * (side + gap),
      })),
    }),
  );
  return { columns, side, tallest };
}

/** Outputs that are shown. A head with one output for two classes is one unit: the probability of the second. */
const shownOutputs = (outputs: readonly Field[], { summary }: Evidence['model']): readonly Field[] =>
  outputs.slice(outputs.length - summary.outputs);

/** Value in the middle of the colours: ½ for probabilities, the middle of what is predicted for numbers. */
function middleOf({ values }: Field): number {
  const [low, high] = rangeOf(values);
  return low >= 0 && high <= 1 ? 0.5 : (low + high) / 2;
}

/** Indices, in ascending order, of the units with the largest outgoing weights, Σ |w|; all where they are few. */
function heaviest(
  units: number,
  next: { readonly data: Float64Array; readonly shape: readonly number[] } | undefined,
): number[] {
  const all = Array.from({ length: units }, (_, i) => i);
  if (units <= readableUnits) return all;
  const outgoing = new Float64Array(units);
  next?.data.forEach((w, k) => {
    outgoing[k % units] += Math.abs(w);
  });
  const largest = [...all].sort((i, j) => outgoing[j] - outgoing[i] || i - j).slice(0, readableUnits);
  return largest.sort((i, j) => i - j);
}

/** Lines for the weights between units that are shown. */
export function links(columns: readonly Column[], side: number, { model }: Evidence) {
  return columns.flatMap(({ weight, units }, c) => {
    if (weight === null || c === 0) return [];
    const before = columns[c - 1].units;
    const { data, shape } = model.tensors.get(weight)!;
    const largest = greatest(data.map(Math.abs));
    return units.flatMap((to) =>
      before.map((from) => {
        const w = data[to.index * shape[1] + from.index];
        return {
          x1: from.x + side,
          y1: from.y + side / 2,
          x2: to.x,
          y2: to.y + side / 2,
          colour: w < 0 ? colours.diverging[1] : colours.diverging.at(-2)!,
          width: 0.3 + (4 * Math.abs(w)) / (largest || 1),
          title: `${from.name} → ${to.name}: weight ${short(w)}`,
        };
      }),
    );
  });
}
