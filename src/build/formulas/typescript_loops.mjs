/**
 * The plain loops, which are the reference for the bits of every other, as functions of TypeScript; or, for exports, of
 * JavaScript or C.
 */
import { ELEMENT, ROW } from './ir.mjs';
import { byLevel } from './loops.mjs';
import { overRow, planPasses } from './passes.mjs';
import { typescript } from './typescript.mjs';

export function typescriptLoop(name, loop, language = typescript) {
  const { frame, operands, numbers, writes, isMean } = loop;
  const isFlat = frame === 'elements';
  const parameters = [
    ...operands.map((operand) => language.vector(operand.name, operand.isWritten)),
    ...(isFlat ? ['n'] : ['rows', 'columns']).map(language.size),
    ...numbers.map(language.parameter),
  ];
  const code = byLevel(loop, {
    scalar: language,
    element: language,
    number: (each) => each.replace(/^coefficient(\d+)$/, 'coefficients[$1]').replace(/^scale$/, 'scale[i]'),
    lift: (expression) => ({ name: expression, lines: [] }),
    liftedFrom: frame === 'passes' ? ROW : ELEMENT,
  });
  const whole = (lines) => `${language.signature(name, parameters.join(', '))} {\n${lines.join('\n')}\n}\n`;
  const { index } = language;
  if (frame === 'passes') return whole([...code.loop, ...passes(loop, code, language)]);
  const { lines, results } = code.element('');
  const at = { element: 'k', column: 'j' };
  const loads = operands
    .filter(({ by, isRead }) => at[by] && isRead)
    .map((operand) => language.declare(`${operand.name}_`, `${operand.name}[${at[operand.by]}]`, operand));
  const store = {
    rowSums: (_, value) => `sum += ${value};`,
    columnSums: (each, value) => `${each}[j] += ${value};`,
  }[frame];
  const stores = Object.keys(writes).map((each, i) =>
    store ? store(each, results[i]) : `${each}[k] = ${results[i]};`,
  );
  const element = [...loads, ...lines, ...stores];
  const inRows = {
    rows: [...code.row, `for (${index} j = 0; j < columns; j++, k++) {`, ...element, '}'],
    columnSums: [`for (${index} j = 0; j < columns; j++, k++) {`, ...element, '}'],
    rowSums: [
      language.variable('sum', 0),
      ...code.row,
      `for (${index} j = 0; j < columns; j++, k++) {`,
      ...element,
      '}',
      `losses[i] = sum${isMean ? ' / columns' : ''};`,
    ],
  };
  const before =
    frame === 'columnSums' ? Object.keys(writes).map((each) => `${each}.fill(0, 0, columns);`) : [];
  const body = isFlat
    ? [`for (${index} k = 0; k < n; k++) {`, ...element, '}']
    : [`for (${index} i = 0, k = 0; i < rows; i++) {`, ...inRows[frame], '}'];
  return whole([...code.loop, ...before, ...body]);
}

const accumulatorsOf = ({ variable, flag, yes, equal }) => ({
  rowMax: (name, value) => [
    [variable(name, Number.NEGATIVE_INFINITY)],
    [`if (${value} > ${name}) ${name} = ${value};`],
  ],
  rowSum: (name, value) => [[variable(name, 0)], [`${name} += ${value};`]],
  rowSumWithout: (name, value, left) => [
    [variable(name, 0), flag(`${name}Found`)],
    [`if (!${name}Found && ${value} ${equal} ${left}) ${name}Found = ${yes};`, `else ${name} += ${value};`],
  ],
});

function passes(loop, code, language) {
  const accumulators = accumulatorsOf(language);
  const { index } = language;
  const isByColumn = (name) =>
    loop.operands.some((operand) => operand.name === name && operand.by === 'column');
  const plan = planPasses(loop, language, code.lifted, {
    load: (name) => `${name}[${isByColumn(name) ? 'k - start' : 'k'}]`,
    number: (name) => `${name}[i]`,
    atOnce: 1,
  });
  const overColumns = ({ columns: [{ lines, values }], stores, reductions = [] }) => [
    `for (${index} k = start; k < start + columns; k++) {`,
    ...lines,
    ...stores.map(([name, i]) => `${name}[k] = ${values[i]};`),
    ...reductions.flatMap(({ name, op, left }, i) => accumulators[op](name, values[i], left)[1]),
    '}',
  ];
  return [
    `for (${index} i = 0, start = 0; i < rows; i++, start += columns) {`,
    ...overRow(plan, accumulators, overColumns),
    ...plan.rows.map(({ name, value }) => `${name}[i] = ${value};`),
    '}',
  ];
}
