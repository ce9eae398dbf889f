import { MlpError } from '../../../errors.js';
import { printable } from '../../../files/excerpt.js';
import { formatCount } from '../../../format_count.js';
import type { PiecewiseLinearColumn } from '../../../nn/encoders/index.js';
import * as z from '../../../zod.js';
import { scaleFunction } from '../scale_function.js';
import { unscaled } from '../scaling.js';
import { quantile } from '../statistics.js';
import type { NumberEncoding } from './encoding.js';
import { fillAsIs } from './none.js';

const options = z.strictObject({
  bins: z
    .int()
    .positive()
    .optional()
    .describe(
      'number of bins, between quantiles of the training rows; fewer where values repeat; where left out, one for ' +
        '20 rows, from 8 to 48',
    ),
  width: z
    .int()
    .positive()
    .optional()
    .describe(
      'numbers that the column becomes, learned with the network; its bins themselves where left out',
    ),
});
type Options = z.infer<typeof options>;

/** Bins of a scaled number, fitted: e_t(x) = (x − edge_t) / (edge_{t+1} − edge_t), held within [0, 1] but at both ends. */
export interface PiecewiseLinear {
  readonly type: 'piecewise_linear';
  /** Edges of the bins, ascending. */
  readonly edges: readonly number[];
  /** Numbers that the network makes of the column; null: e(x) is what it gets. */
  readonly width: number | null;
}

/**
 * Piecewise-linear encoding. Gorishniy, Rubachev and Babenko 2022, equation 1: columns of x are e(x); or, with `width`,
 * x is the number as it is scaled, and the network encodes it by e(x) and what it learns.
 */
export const piecewiseLinear = {
  of: 'number',
  options,
  stored: z.strictObject({
    edges: z.array(z.number()).min(2).refine(isAscending, 'expected ascending numbers'),
    width: z.int().positive().nullable(),
  }),

  fit({ bins, width }: Options, name, scaled): PiecewiseLinear {
    const values = scaled().sort();
    if (bins !== undefined && bins > values.length) throw tooManyBins(bins, name, values.length);
    const steps = bins ?? Math.min(48, Math.max(8, Math.floor(values.length / 20)));
    const edges = Array.from({ length: steps + 1 }, (_, t) => quantile(values, t / steps));
    return {
      type: 'piecewise_linear',
      edges: edges.filter((edge, t) => t === 0 || edge > edges[t - 1]),
      width: width ?? null,
    };
  },

  names: (name, { edges, width }: PiecewiseLinear) =>
    width === null ? edges.slice(1).map((_, t) => `${name}.bin_${t + 1}`) : [name],

  scalings: (scaling, { edges, width }) => (width === null ? edges.slice(1).map(() => unscaled) : [scaling]),

  fill({ edges, width }) {
    if (width !== null) return fillAsIs;
    return (x, at, value) => fillBins(x, at, value, edges);
  },

  derivatives(scaling, { edges, width }) {
    const { byValue } = scaleFunction(scaling);
    if (width !== null) return [(derivative, [x]) => byValue(derivative, x)];
    const last = edges.length - 2;
    return edges.slice(1).map((edge, t) => {
      const size = edge - edges[t];
      // x lies in the last bin that has begun; at an edge, in the one below
      return (derivative, [e, next]) =>
        (t > 0 && e <= 0) || (t < last && next > 0) ? 0 : byValue(derivative / size, edges[t] + e * size);
    });
  },

  encoded: (name, { edges, width }: PiecewiseLinear, input): PiecewiseLinearColumn | null =>
    width === null ? null : { type: 'piecewise_linear', column: name, input, width, edges },
} satisfies NumberEncoding<PiecewiseLinear>;

/** Fills columns of x from `at` on with e(x) of a value: a column for each bin. */
export function fillBins(x: Float64Array, at: number, value: number, edges: readonly number[]): void {
  const last = edges.length - 2;
  for (let t = 0; t <= last; t++) {
    const e = (value - edges[t]) / (edges[t + 1] - edges[t]);
    x[at + t] = e < 0 && t > 0 ? 0 : e > 1 && t < last ? 1 : e;
  }
}

/** Whether each number is above the one before it by an amount that a number can have. */
function isAscending(edges: readonly number[]): boolean {
  return edges.every((edge, t) => t === 0 || edge > edges[t - 1]);
}

const tooManyBins = (bins: number, name: string, rows: number): MlpError =>
  new MlpError(
    'config',
    `encode: ${formatCount(bins)} bins for column ${printable(name)}, but there are ${formatCount(rows)} training ` +
      'rows; use fewer bins, or leave them out: their number goes by the rows then',
  );
