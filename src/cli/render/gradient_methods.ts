import type { GradientReport } from '../../expression/index.js';
import { formatCount } from '../../format_count.js';
import { greatest } from '../../range.js';
import { type Cell, type TableOptions, table } from './table.js';

/** Tables of finite differences for each input, with their errors against backpropagation. */
export function numericTables({ inputs, numeric, output }: GradientReport, options: TableOptions): string {
  const { symbol } = output;
  return inputs
    .map(({ name, global }) => {
      const differences = numeric[name];
      const forward = alignRight(differences.map((each) => digits(each.forward)));
      const central = alignRight(differences.map((each) => digits(each.central)));
      const rows = differences.map((each, i): Cell[] => [
        step(each.epsilon),
        forward[i],
        size(each.forward - global),
        central[i],
        size(each.central - global),
      ]);
      return table([`∂${symbol}/∂${name}: ε`, 'forward', 'error', 'central', 'error'], rows, options);
    })
    .join('\n');
}

/**
 * Index of the steps at which the forward and the central difference are about as good as they get: √u and ∛u, where u
 * = 1.1e-16 is the rounding of a float64.
 */
const bestForward = 3;
const bestCentral = 2;

/** Table of each derivative, computed in four ways. */
export function methodsTable(
  { inputs, symbolic, numeric, output }: GradientReport,
  options: TableOptions,
): string {
  const rows = inputs.flatMap(({ name, global }): [string, string, number, number][] => {
    const derivative = `∂${output.symbol}/∂${name}`;
    const forward = numeric[name][bestForward];
    const central = numeric[name][bestCentral];
    return [
      [derivative, 'backpropagation', global, global],
      ['', 'symbolic', symbolic[name].value, global],
      ['', `central difference, ε = ${step(central.epsilon)}`, central.central, global],
      ['', `forward difference, ε = ${step(forward.epsilon)}`, forward.forward, global],
    ];
  });
  const values = alignRight(rows.map(([, , value]) => digits(value)));
  return table(
    ['', 'method', 'value', 'relative error'],
    rows.map(([derivative, method, value, global], i) => [
      derivative,
      method,
      values[i],
      method === 'backpropagation' ? '' : size((value - global) / (global || 1)),
    ]),
    options,
  );
}

/** Table of the operations that each method costs. */
export function operationsTable(
  { inputs, modules, operations, output }: GradientReport,
  options: TableOptions,
): string {
  const { backpropagation, symbolic, central_difference, forward_difference } = operations;
  const { forward, backward } = backpropagation;
  const n = inputs.length;
  const pass = formatCount(modules.length);
  return table(
    ['method', 'operations', 'that is'],
    [
      [
        'backpropagation',
        forward + backward,
        `${forward} forward (${output.symbol} too), ${backward} backward${n === 1 ? '' : ', all inputs'}`,
      ],
      ['symbolic', symbolic, 'the formulas above, repeated parts included'],
      ['central difference', central_difference, `${2 * n} forward passes of ${pass} (2n), and 4 a step`],
      ['forward difference', forward_difference, `${n + 1} forward passes of ${pass} (n + 1), and 3 a step`],
    ],
    options,
  );
}

/** Text of a step: `1e-8`. */
const step = (epsilon: number): string => epsilon.toExponential().replace('+', '');

const significant = 10;

const digits = (value: number): string =>
  Number.isFinite(value) ? value.toPrecision(significant) : 'no value';

/** Text of the size of an error: `1.2e-8`, or `0`; empty where it is not finite. */
const size = (value: number): string => {
  if (!Number.isFinite(value)) return '';
  return value === 0 ? '0' : Math.abs(value).toExponential(1);
};

function alignRight(texts: readonly string[]): string[] {
  const width = greatest(texts.map(({ length }) => length));
  return texts.map((text) => text.padStart(width));
}
