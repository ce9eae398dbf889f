import type { GradientReport } from '../../expression/index.js';
import { counted, formatCount } from '../../format_count.js';
import type { Context } from '../context.js';
import { methodsTable, numericTables, operationsTable } from './gradient_methods.js';
import { formatNumber } from './number.js';
import { type Cell, type TableOptions, table } from './table.js';
import { wrap } from './wrap.js';

/** Sections that show how a formula's derivatives come about, as one would do it on paper. */
export function gradientText(report: GradientReport, { style, stdout }: Context): string {
  const options = { style: style.out, width: stdout.columns };
  const width = stdout.columns ?? 80;
  const { symbol } = report.output;
  const section = (title: string, explanation: string, body: string) =>
    `\n${style.out.bold(title)}\n${wrap(explanation, width)}\n\n${body}`;
  return [
    headline(report, width),
    section(
      'Forward pass',
      'A module for each operation. It reads values from above, and keeps its own in the cache.',
      forwardTable(report, options),
    ),
    section(
      'Local derivatives',
      'How fast each module changes with each value that it reads, the others held. The cache is all it takes to know.',
      localTable(report, options),
    ),
    section(
      'Backward pass',
      `How fast ${symbol} changes with each node (its global derivative), from the last node back: by the chain ` +
        'rule that is the global derivative of the module that reads the node, times that module’s local ' +
        'derivative; summed where several modules read it.',
      backwardTable(report, options),
    ),
    section(
      'Numerically',
      `From values of ${symbol} alone. The forward difference is off by about ε/2·${symbol}″: a hundredth of ε, ` +
        `a hundredth of the error. The central one is off by ε²/6·${symbol}‴. Below some ε both get worse, as ` +
        `rounding errors of ${symbol} are divided by ε.`,
      numericTables(report, options),
    ),
    section(
      'Symbolically',
      'The same rules applied to the formula, then simplified: no value is cached, so that subexpressions come ' +
        'again and again.',
      symbolicText(report, width),
    ),
    section(
      'Side by side',
      'Errors are relative to backpropagation (absolute where that gives 0).',
      methodsTable(report, options),
    ),
    `\n${operationsTable(report, options)}`,
  ].join('');
}

function headline({ expression, degrees, inputs, output }: GradientReport, width: number): string {
  const at = inputs.map(({ name, value }) => `${name} = ${value}`).join(', ');
  const note = degrees ? 'sin, cos and tan read degrees: sind(u) = sin(u*pi/180), and so on\n' : '';
  return `${equation(output.symbol, expression, width)}${wrap(`at ${at}\n${note}`, width)}`;
}

function forwardTable({ inputs, modules, output }: GradientReport, options: TableOptions): string {
  const rows: Cell[][] = [
    ...inputs.map(({ name, value }) => [name, 'given', value]),
    ...modules.map(({ name, operation, value }) => [name, `= ${operation}`, value]),
    [output.symbol, `= ${output.name}`, output.value],
  ];
  return table(['node', '', 'value'], rows, options);
}

function localTable({ modules }: GradientReport, options: TableOptions): string {
  const rows = modules.flatMap(({ name, local }) =>
    local.map(({ operand, formula, cached, value }) => [
      partial(name, operand),
      `= ${formula}${cached === formula ? '' : ` = ${cached}`}`,
      value,
    ]),
  );
  return table(['derivative', '', 'value'], rows, options);
}

const partial = (of: string, by: string): string => `∂${of}/∂${by}`;

function backwardTable({ inputs, modules, output }: GradientReport, options: TableOptions): string {
  const { symbol } = output;
  const rows = [...inputs, ...modules].reverse().flatMap(({ name, global, paths }): Cell[][] => {
    const products = paths.map(({ through, global: incoming, local, contribution }, i): Cell[] => [
      i === 0 ? partial(symbol, name) : '',
      `${i === 0 ? '=' : '+'} ${partial(symbol, through)} · ${partial(through, name)}`,
      `${formatNumber(incoming)} · ${formatNumber(local)}`,
      contribution,
    ]);
    if (paths.length === 0) return [[partial(symbol, name), `${symbol} is ${name}`, '', global]];
    return paths.length === 1
      ? products
      : [...products, ['', `sum over ${counted(paths.length, 'path')}`, '', global]];
  });
  return table(['global', 'incoming · local', 'in numbers', 'value'], rows, options);
}

function symbolicText({ symbolic, output }: GradientReport, width: number): string {
  return Object.entries(symbolic)
    .map(([name, { derivative, terms, operations, operations_unsimplified }]) => {
      const left = partial(output.symbol, name);
      const size = `${counted(terms, 'term')}, ${counted(operations, 'operation')}`;
      const before = `before simplifying ${formatCount(operations_unsimplified)}`;
      return `${equation(left, derivative, width)}${' '.repeat(left.length + 3)}${size}, ${before}\n`;
    })
    .join('');
}

/** Most lines of a formula that are shown. */
const mostLines = 8;

/** Text `left = formula`, on as many lines as it takes. */
function equation(left: string, formula: string, width: number): string {
  const indent = ' '.repeat(left.length + 3);
  const lines = formulaLines(formula, Math.max(20, width - indent.length));
  const shown = lines.slice(0, mostLines);
  if (shown.length < lines.length) shown.push('… (all of it with --json)');
  return `${left} = ${shown.join(`\n${indent}`)}\n`;
}

/** Breaks a formula into lines behind operators, or anywhere if a line has none. */
const formulaLines = (formula: string, width: number): string[] =>
  formula.match(new RegExp(`.{1,${width}}(?:(?<=[*/(] ?|\\s)|$)|.{1,${width}}`, 'gu'))!;
