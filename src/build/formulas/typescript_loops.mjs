/** The plain loops, which are the reference for the bits of every other, as functions of TypeScript. */
import { ELEMENT, ROW } from './ir.mjs';
import { byLevel } from './loops.mjs';
import { overRow, planPasses } from './passes.mjs';
import { typescript } from './typescript.mjs';

export function typescriptLoop(name, loop) {
  const { frame, operands, numbers, writes, isMean } = loop;
  const isFlat = frame === 'elements';
  const parameters = [
    ...operands.map((operand) => `${operand.name}: Float64Array`),
    ...(isFlat ? ['n: number'] : ['rows: number', 'columns: number']),
    ...numbers.map((each) => `${each}: number`),
  ];
  const code = byLevel(loop, {
    scalar: typescript,
    element: typescript,
    number: (each) => each.replace(/^coefficient(\d+)$/, 'coefficients[$1]').replace(/^scale$/, 'scale[i]'),
    lift: (expression) => ({ name: expression, lines: [] }),
    liftedFrom: frame === 'passes' ? ROW : ELEMENT,
  });
  const whole = (lines) => `function ${name}(${parameters.join(', ')}): void {\n${lines.join('\n')}\n}\n`;
  if (frame === 'passes') return whole([...code.loop, ...passes(loop, code)]);
  const { lines, results } = code.element('');
  const at = { element: 'k', column: 'j' };
  const loads = operands
    .filter(({ by, isRead }) => at[by] && isRead)
    .map((operand) => `const ${operand.name}_ = ${operand.name}[${at[operand.by]}];`);
  const store = {
    rowSums: (_, value) => `sum += ${value};`,
    columnSums: (each, value) => `${each}[j] += ${value};`,
  }[frame];
  const stores = Object.keys(writes).map((each, i) =>
    store ? store(each, results[i]) : `${each}[k] = ${results[i]};`,
  );
  const element = [...loads, ...lines, ...stores];
  const inRows = {
    rows: [...code.row, 'for (let j = 0; j < columns; j++, k++) {', ...element, '}'],
    columnSums: ['for (let j = 0; j < columns; j++, k++) {', ...element, '}'],
    rowSums: [
      'let sum = 0;',
      ...code.row,
      'for (let j = 0; j < columns; j++, k++) {',
      ...element,
      '}',
      `losses[i] = sum${isMean ? ' / columns' : ''};`,
    ],
  };
  const before =
    frame === 'columnSums' ? Object.keys(writes).map((each) => `${each}.fill(0, 0, columns);`) : [];
  const body = isFlat
    ? ['for (let k = 0; k < n; k++) {', ...element, '}']
    : ['for (let i = 0, k = 0; i < rows; i++) {', ...inRows[frame], '}'];
  return whole([...code.loop, ...before, ...body]);
}

const accumulators = {
  rowMax: (name, value) => [[`let ${name} = -Infinity;`], [`if (${value} > ${name}) ${name} = ${value};`]],
  rowSum: (name, value) => [[`let ${name} = 0;`], [`${name} += ${value};`]],
  rowSumWithout: (name, value, left) => [
    [`let ${name} = 0;`, `let ${name}Found = false;`],
    [`if (!${name}Found && ${value} === ${left}) ${name}Found = true;`, `else ${name} += ${value};`],
  ],
};

function passes(loop, code) {
  const isByColumn = (name) =>
    loop.operands.some((operand) => operand.name === name && operand.by === 'column');
  const plan = planPasses(loop, typescript, code.lifted, {
    load: (name) => `${name}[${isByColumn(name) ? 'k - start' : 'k'}]`,
    number: (name) => `${name}[i]`,
    atOnce: 1,
  });
  const overColumns = ({ columns: [{ lines, values }], stores, reductions = [] }) => [
    'for (let k = start; k < start + columns; k++) {',
    ...lines,
    ...stores.map(([name, i]) => `${name}[k] = ${values[i]};`),
    ...reductions.flatMap(({ name, op, left }, i) => accumulators[op](name, values[i], left)[1]),
    '}',
  ];
  return [
    'for (let i = 0, start = 0; i < rows; i++, start += columns) {',
    ...overRow(plan, accumulators, overColumns),
    ...plan.rows.map(({ name, value }) => `${name}[i] = ${value};`),
    '}',
  ];
}
