/** The loops of WebAssembly, two elements at once, as functions of AssemblyScript. */
import { scalars, vectors } from './assemblyscript.mjs';
import { ELEMENT, ROW } from './ir.mjs';
import { byLevel } from './loops.mjs';
import { overRow, planPasses } from './passes.mjs';

/** Vectors from which on a turn is one pair of elements, not two: more would not fit the registers. */
const MANY = 4;

export function assemblyscriptLoop(name, loop) {
  const { frame, operands, numbers } = loop;
  const parameters = [
    ...operands.map((operand) => `${operand.name}: usize`),
    ...(frame === 'elements' ? ['n: i32'] : ['rows: i32', 'columns: i32']),
    ...numbers.map((each) => `${each}: f64`),
    ...(frame === 'columnSums' ? ['allColumns: i32'] : []),
  ];
  const code = byLevel(loop, {
    scalar: scalars,
    element: vectors,
    number: (each) =>
      each
        .replace(/^coefficient(\d+)$/, (_, i) => `f64.load(coefficients, ${8 * i})`)
        .replace(/^scale$/, 'f64.load(scale)')
        .replace(/^columns$/, '(columns as f64)'),
    lift: (expression, vector) => ({ name: vector, lines: [`const ${vector} = all(${expression});`] }),
    liftedFrom: frame === 'passes' ? ROW : ELEMENT,
  });
  const body = { elements: flat, rows, rowSums, columnSums, passes }[frame](loop, code);
  return `export function ${name}(${parameters.join(', ')}): void {\n${[...code.loop, ...body].join('\n')}\n}\n`;
}

const byElement = ({ operands }) => operands.filter(({ by }) => by === 'element');
const advance = (loop, bytes) => byElement(loop).map(({ name }) => `${name} += ${bytes}`);

/** Reading and writing of elements: two at an offset in bytes, one alone, or as many as there are left. */
const two = (bytes = 0) => {
  const at = bytes === 0 ? '' : `, ${bytes}`;
  return {
    load: (from) => `v128.load(${from}${at})`,
    store: (to, value) => `v128.store(${to}, ${value}${at});`,
  };
};
const one = {
  load: (from) => `v128.load64_zero(${from})`,
  store: (to, value) => `v128.store64_lane(${to}, ${value}, 0);`,
};
const left = { load: (from) => `take(n, ${from})`, store: (to, value) => `put(n, ${to}, ${value});` };

/** The statements of a pair, those that store what it gives, and what it gives. */
function pair(loop, code, suffix, { load, store }) {
  const { lines, results } = code.element(suffix);
  const loads = loop.operands
    .filter(({ by, isRead }) => isRead && (by === 'element' || by === 'column'))
    .map(({ name, by }) => `const ${name}_${suffix} = ${load(by === 'column' ? `${name} + at` : name)};`);
  const stores = Object.keys(loop.writes).map((name, i) => store(name, results[i]));
  return { lines: [...loads, ...lines], stores, results };
}

// Two pairs a turn: their chains of operations have nothing to do with each other, and run side by side.
function flat(loop, code) {
  const pairs = byElement(loop).length < MANY ? 2 : 1;
  const turn = Array.from({ length: pairs }, (_, i) => pair(loop, code, `p${i}`, two(16 * i)));
  const last = pair(loop, code, 'l', left);
  return [
    `for (; n > ${2 * pairs - 1}; n -= ${[2 * pairs, ...advance(loop, 16 * pairs)].join(', ')}) {`,
    ...turn.flatMap(({ lines }) => lines),
    ...turn.flatMap(({ stores }) => stores),
    '}',
    `for (; n > 0; n -= ${[2, ...advance(loop, 16)].join(', ')}) {`,
    ...last.lines,
    ...last.stores,
    '}',
  ];
}

function rows(loop, code) {
  const [pairs, single] = [pair(loop, code, 'p', two()), pair(loop, code, 'l', one)];
  const ofRows = loop.operands.filter(({ by }) => by === 'row').map(({ name }) => `${name} += 8`);
  const hasColumns = loop.operands.some(({ by }) => by === 'column');
  return [
    `for (; rows > 0; ${['rows--', ...ofRows].join(', ')}) {`,
    ...code.row,
    'let n = columns;',
    ...(hasColumns ? ['let at: usize = 0;'] : []),
    `for (; n > 1; ${['n -= 2', ...(hasColumns ? ['at += 16'] : []), ...advance(loop, 16)].join(', ')}) {`,
    ...pairs.lines,
    ...pairs.stores,
    '}',
    'if (n > 0) {',
    ...single.lines,
    ...single.stores,
    ...advance(loop, 8).map((each) => `${each};`),
    '}',
    '}',
  ];
}

// Two elements at a time, wherever the rows end, each row's sum in the order of its columns.
function rowSums(loop, code) {
  const { lines, results } = pair(loop, code, 'l', left);
  const sum = loop.isMean ? 'sum / divisor' : 'sum';
  const add = (lane) => [
    `sum += f64x2.extract_lane(terms, ${lane});`,
    'if (--left == 0) {',
    `f64.store(losses, ${sum});`,
    'losses += 8;',
    'left = columns;',
    'sum = 0;',
    '}',
  ];
  return [
    ...(loop.isMean ? ['const divisor = columns as f64;'] : []),
    'let sum: f64 = 0;',
    'if (columns == 0) {',
    `for (; rows > 0; rows--, losses += 8) f64.store(losses, ${sum});`,
    'return;',
    '}',
    'let left = columns;',
    `for (let n = rows * columns; n > 0; ${['n -= 2', ...advance(loop, 16)].join(', ')}) {`,
    ...lines,
    `const terms = ${results[0]};`,
    ...add(0),
    'if (n == 1) break;',
    ...add(1),
    '}',
  ];
}

// Eight columns at a time in registers, then two, their rows in order. The columns may be a part of all.
function columnSums(loop, code) {
  const [gradient] = Object.keys(loop.writes);
  const read = byElement(loop).map(({ name }) => name);
  const block = (pairs, head, access) => {
    const all = pairs.map((i) => pair(loop, code, `p${i}`, access(i)));
    return [
      `${head} {`,
      ...read.map((name) => `const ${name}Start = ${name};`),
      ...pairs.map((i) => `let sum${i} = all(0);`),
      `for (let i = rows; i > 0; ${['i--', ...read.map((name) => `${name} += row`)].join(', ')}) {`,
      ...all.flatMap(({ lines, results }, i) => [...lines, `sum${i} = add(sum${i}, ${results[0]});`]),
      '}',
      ...pairs.map((i) => access(i).store(gradient, `sum${i}`)),
      ...read.map((name) => `${name} = ${name}Start + ${16 * pairs.length};`),
      '}',
    ];
  };
  return [
    'const row: usize = allColumns << 3;',
    'let n = columns;',
    ...block([0, 1, 2, 3], `for (; n > 7; n -= 8, ${gradient} += 64)`, (i) => two(16 * i)),
    ...block([0], `for (; n > 0; n -= 2, ${gradient} += 16)`, () => left),
  ];
}

/** Statements that begin a sum or a maximum of a row, and those that take a value. */
const accumulators = {
  rowMax: (name, value) => [[`let ${name} = all(-Infinity);`], [`${name} = atLeast(${name}, ${value});`]],
  rowSum: (name, value) => [[`let ${name} = all(0);`], [`${name} = add(${name}, ${value});`]],
  rowSumWithout: (name, value, left) => [
    [`let ${name} = all(0), ${name}Found = ${name}, ${name}Is = ${name};`],
    [
      `${name}Is = v128.andnot(equal(${value}, ${left}), ${name}Found);`,
      `${name}Found = v128.or(${name}Found, ${name}Is);`,
      `${name} = add(${name}, v128.andnot(${value}, ${name}Is));`,
    ],
  ],
};

// Two rows at once, column after column, so that each row's sums are in the order of its columns; two columns a turn.
// The last row of an odd number of them is both.
function passes(loop, code) {
  const isByColumn = (name) =>
    loop.operands.some((operand) => operand.name === name && operand.by === 'column');
  const at = (turn) => (turn === 0 ? 'k' : `k + ${8 * turn}`);
  const plan = planPasses(loop, vectors, code.lifted, {
    load: (name, turn) =>
      isByColumn(name) ? `all(f64.load(${name} + ${at(turn)}))` : `takeColumn(${name} + ${at(turn)}, next)`,
    number: (name) => `takeColumn(${name}, next ? 8 : 0)`,
    atOnce: 2,
  });
  const overColumns = ({ columns, stores, reductions = [] }) => {
    const turns = columns.map(({ values }, turn) => [
      ...stores.map(([name, i]) => `putColumn(${name} + ${at(turn)}, next, ${values[i]});`),
      ...reductions.flatMap(({ name, op, left }, i) => accumulators[op](name, values[i], left)[1]),
    ]);
    return [
      '{',
      'let k: usize = 0;',
      'for (; k + 8 < row; k += 16) {',
      ...columns.flatMap(({ lines }) => lines),
      ...turns.flat(),
      '}',
      'if (k < row) {',
      ...columns[0].lines,
      ...turns[0],
      '}',
      '}',
    ];
  };
  const ofRows = loop.operands.filter(({ by }) => by === 'row').map(({ name }) => `${name} += 16`);
  const ofElements = byElement(loop).map(({ name }) => `${name} += row << 1`);
  return [
    'const row: usize = columns << 3;',
    `for (; rows > 0; ${['rows -= 2', ...ofElements, ...ofRows].join(', ')}) {`,
    'const next = rows > 1 ? row : 0;',
    ...overRow(plan, accumulators, overColumns),
    ...plan.rows.map(({ name, value }) => `put(rows, ${name}, ${value});`),
    '}',
  ];
}
