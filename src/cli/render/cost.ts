import { counted, formatCount } from '../../format_count.js';
import type { GradientCosts } from '../../training/checking/gradient_costs.js';
import type { Context } from '../context.js';
import { formatNumber } from './number.js';
import { type Cell, table } from './table.js';
import { wrap } from './wrap.js';

/** Table of a network per row, then the exponents by which the figures grow. */
export function costText({ rows, networks, exponents }: GradientCosts, { style, stdout }: Context): string {
  const lines = networks.map((cost): Cell[] => {
    const { widths, parameters, forwardPasses, seconds, difference } = cost;
    return [
      widths.join('-'),
      formatCount(parameters),
      formatCount(forwardPasses),
      formatNumber(seconds.numeric),
      formatNumber(seconds.backpropagation),
      formatCount(Math.round(seconds.numeric / seconds.backpropagation)),
      difference.toExponential(1),
    ].map((cell, column) => (column === 0 ? cell : cell.padStart(header[column].length)));
  });
  const power = (exponent: number) => `|W|^${exponent.toFixed(2)}`;
  const { forwardPasses, multiplications, seconds } = exponents;
  const growth = (method: 'numeric' | 'backpropagation') =>
    `multiplications ~ ${power(multiplications[method])}, seconds ~ ${power(seconds[method])}`;
  const growths = `Fitted over these networks of tanh units, with ${counted(rows, 'row')} of data:
numeric gradient  forward passes ~ ${power(forwardPasses)}, ${growth('numeric')}
backpropagation   one forward and one backward pass, ${growth('backpropagation')}
Small networks mostly pay for what each pass costs anyhow, which flattens the growth in seconds.
`;
  const text = table(header, lines, { style: style.out, width: stdout.columns });
  return `${text}\n${wrap(growths, stdout.columns, 18)}`;
}

const header = ['network', '|W|', 'forward passes', 'numeric, s', 'backprop, s', 'ratio', 'difference'];
