import { MlpError } from '../../errors.js';
import { compile, parse } from '../../expression/index.js';
import { normal, uniform } from '../../random.js';
import * as z from '../../zod.js';
import type { Generator } from './generator.js';

const options = z.strictObject({
  expression: z.string().min(1).default('sin(x)').describe('a formula in x'),
  from: z.number().default(-5).describe('the least x'),
  to: z.number().default(5).describe('the greatest x'),
  outliers: z.number().min(0).max(1).default(0).describe('the share of rows that are outliers'),
  outlier: z.number().default(10).describe('what an outlier has added to y'),
});
type Options = z.infer<typeof options>;

/**
 * y = f(x) for x evenly spaced from `from` to `to`, both included; noise is the standard deviation of a normal error in
 * y. A row is an outlier, which has `outlier` added to y, with the probability `outliers`.
 */
export const function_ = {
  summary: 'a formula in x, evenly spaced (regression)',
  options,
  target: 'y',
  generate(rows, noise, rng, { expression, from, to, outliers, outlier }: Options) {
    const where = 'data.train.expression';
    const f = compile(parse(expression, ['x'], { where, failure: 'config' }), ['x']);
    const x = new Float64Array(rows);
    const y = new Float64Array(rows);
    for (let i = 0; i < rows; i++) {
      x[i] = rows === 1 ? from : from + ((to - from) * i) / (rows - 1);
      y[i] = f(x, i) + noise * normal(rng);
      if (outliers > 0 && uniform(rng) < outliers) y[i] += outlier;
      if (!Number.isFinite(y[i]))
        throw new MlpError(
          'config',
          `${where}: ${expression} is ${y[i]} at x = ${x[i]}; choose another range (from, to)`,
        );
    }
    return { x, y };
  },
} satisfies Generator;
