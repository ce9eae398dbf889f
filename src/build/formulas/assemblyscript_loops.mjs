/**
 * Loops over vectors as functions of AssemblyScript: two elements at once, as WebAssembly has them, or more, for what
 * is made of them (src/build/native).
 */
import { scalars, vectors } from './assemblyscript.mjs';
import { ELEMENT, ROW } from './ir.mjs';
import { byLevel } from './loops.mjs';
import { overRow, planPasses } from './passes.mjs';

/** Operands from which on a turn is one vector of elements, not two: more would not fit the registers. */
const MANY = 4;

/** Columns from which on a row is longer than a page of memory: sums over the rows are then added to row by row. */
const LONG = 512;

/** A loop, `lanes` elements at once; rows with sums in them go by pairs whatever that is. */
export function assemblyscriptLoop(name, loop, lanes = 2) {
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
  const body = { elements: flat, rows, rowSums, columnSums, passes }[frame](loop, code, lanes);
  return `export function ${name}(${parameters.join(', ')}): void {\n${[...code.loop, ...body].join('\n')}\n}\n`;
}

const byElement = ({ operands }) => operands.filter(({ by }) => by === 'element');
const advance = (loop, bytes) => byElement(loop).map(({ name }) => `${name} += ${bytes}`);

/** Reading and writing of elements: a vector at an offset in bytes, one alone, or as many as there are left. */
const whole = (bytes = 0) => {
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

/** Adds to what is there instead of writing over it. */
const adding = ({ load, store }) => ({
  load,
  store: (to, value) => store(to, `add(${load(to)}, ${value})`),
});

/** The statements of a vector of elements, those that store what it gives, and what it gives. */
function vector(loop, code, suffix, { load, store }) {
  const { lines, results } = code.element(suffix);
  const place = ({ name, by }) => (by === 'column' ? `${name} + at` : name);
  const loads = loop.operands
    .filter(({ by, isRead }) => isRead && (by === 'element' || by === 'column'))
    .map((operand) => `const ${operand.name}_${suffix} = ${load(place(operand))};`);
  const stores = Object.keys(loop.writes).map((name, i) =>
    store(place(loop.operands.find((operand) => operand.name === name)), results[i]),
  );
  return { lines: [...loads, ...lines], stores, results };
}

// Two vectors a turn: their chains of operations have nothing to do with each other, and run side by side.
function flat(loop, code, lanes) {
  const count = byElement(loop).length < MANY ? 2 : 1;
  const turn = Array.from({ length: count }, (_, i) => vector(loop, code, `p${i}`, whole(8 * lanes * i)));
  const last = vector(loop, code, 'l', left);
  return [
    `for (; n > ${lanes * count - 1}; n -= ${[lanes * count, ...advance(loop, 8 * lanes * count)].join(', ')}) {`,
    ...turn.flatMap(({ lines }) => lines),
    ...turn.flatMap(({ stores }) => stores),
    '}',
    `for (; n > 0; n -= ${[lanes, ...advance(loop, 8 * lanes)].join(', ')}) {`,
    ...last.lines,
    ...last.stores,
    '}',
  ];
}

// `writing` is how results are written, `toNext` what leads to the next row where it does not lie behind this one.
function rows(loop, code, lanes, writing = (access) => access, toNext = []) {
  const full = vector(loop, code, 'p', writing(whole()));
  const rest = vector(loop, code, 'l', writing(lanes === 2 ? one : left));
  const ofRows = loop.operands.filter(({ by }) => by === 'row').map(({ name }) => `${name} += 8`);
  const hasColumns = loop.operands.some(({ by }) => by === 'column');
  const bytes = 8 * lanes;
  const turn = [`n -= ${lanes}`, ...(hasColumns ? [`at += ${bytes}`] : []), ...advance(loop, bytes)];
  return [
    `for (; rows > 0; ${['rows--', ...ofRows, ...toNext].join(', ')}) {`,
    ...code.row,
    'let n = columns;',
    ...(hasColumns ? ['let at: usize = 0;'] : []),
    `for (; n > ${lanes - 1}; ${turn.join(', ')}) {`,
    ...full.lines,
    ...full.stores,
    '}',
    'if (n > 0) {',
    ...rest.lines,
    ...rest.stores,
    ...advance(loop, lanes === 2 ? 8 : '(n << 3)').map((each) => `${each};`),
    '}',
    '}',
  ];
}

// Some elements at a time, wherever the rows end, each row's sum in the order of its columns.
function rowSums(loop, code, lanes) {
  const { lines, results } = vector(loop, code, 'l', left);
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
    `for (let n = rows * columns; n > 0; ${[`n -= ${lanes}`, ...advance(loop, 8 * lanes)].join(', ')}) {`,
    ...lines,
    `const terms = ${results[0]};`,
    ...add(0),
    ...Array.from({ length: lanes - 1 }, (_, i) => [`if (n == ${i + 1}) break;`, ...add(i + 1)]).flat(),
    '}',
  ];
}

// Four vectors of columns at a time in registers, then one, their rows in order; of long rows as memory lies. The
// columns may be a part of all.
function columnSums(loop, code, lanes) {
  const bytes = 8 * lanes;
  const [gradient] = Object.keys(loop.writes);
  const read = byElement(loop).map(({ name }) => name);
  const block = (vectorsOfColumns, head, access) => {
    const all = vectorsOfColumns.map((i) => vector(loop, code, `p${i}`, access(i)));
    return [
      `${head} {`,
      ...read.map((name) => `const ${name}Start = ${name};`),
      ...vectorsOfColumns.map((i) => `let sum${i} = all(0);`),
      `for (let i = rows; i > 0; ${['i--', ...read.map((name) => `${name} += row`)].join(', ')}) {`,
      ...all.flatMap(({ lines, results }, i) => [...lines, `sum${i} = add(sum${i}, ${results[0]});`]),
      '}',
      ...vectorsOfColumns.map((i) => access(i).store(gradient, `sum${i}`)),
      ...read.map((name) => `${name} = ${name}Start + ${bytes * vectorsOfColumns.length};`),
      '}',
    ];
  };
  const toNext = read.map((name) => `${name} += row - bytes`);
  return [
    'const row: usize = allColumns << 3;',
    `if (columns >= ${LONG}) {`,
    'const bytes: usize = columns << 3;',
    `memory.fill(${gradient}, 0, bytes);`,
    ...rows(loop, code, lanes, adding, toNext),
    'return;',
    '}',
    'let n = columns;',
    ...block(
      [0, 1, 2, 3],
      `for (; n > ${4 * lanes - 1}; n -= ${4 * lanes}, ${gradient} += ${4 * bytes})`,
      (i) => whole(bytes * i),
    ),
    ...block([0], `for (; n > 0; n -= ${lanes}, ${gradient} += ${bytes})`, () => left),
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
