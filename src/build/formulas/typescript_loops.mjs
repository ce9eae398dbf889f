/** The plain loops, which are the reference for the bits of every other, as functions of TypeScript. */
import { byLevel } from './loops.mjs';
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
  });
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
  return `function ${name}(${parameters.join(', ')}): void {\n${[...code.loop, ...before, ...body].join('\n')}\n}\n`;
}
