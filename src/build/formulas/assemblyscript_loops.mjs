/** The loops of WebAssembly, two elements at once, as functions of AssemblyScript. */
import { scalars, vectors } from './assemblyscript.mjs';
import { byLevel } from './loops.mjs';

/** Vectors from which on a turn is one pair of elements, not two: more would not fit the registers. */
const MANY = 4;

export function assemblyscriptLoop(name, loop) {
  const { frame, operands, numbers } = loop;
  const parameters = [
    ...operands.map((operand) => `${operand.name}: usize`),
    ...(frame === 'elements' ? ['n: i32'] : ['rows: i32', 'columns: i32']),
    ...numbers.map((each) => `${each}: f64`),
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
  });
  const body = { elements: flat, rows, rowSums }[frame](loop, code);
  return `export function ${name}(${parameters.join(', ')}): void {\n${[...code.loop, ...body].join('\n')}\n}\n`;
}

const byElement = ({ operands }) => operands.filter(({ by }) => by === 'element');
const advance = (loop, bytes) => byElement(loop).map(({ name }) => `${name} += ${bytes}`);

/** The statements of a pair, and those that store what it gives. */
function pair(loop, code, suffix, load, store) {
  const { lines, results } = code.element(suffix);
  const loads = byElement(loop)
    .filter(({ isRead }) => isRead)
    .map(({ name }) => `const ${name}_${suffix} = ${load(name)};`);
  return {
    lines: [...loads, ...lines],
    stores: Object.keys(loop.writes).map((name, i) => store(name, results[i])),
    results,
  };
}

const lastPair = (loop, code, suffix) =>
  pair(
    loop,
    code,
    suffix,
    (name) => `take(n, ${name})`,
    (name, value) => `put(n, ${name}, ${value});`,
  );

// Two pairs a turn: their chains of operations have nothing to do with each other, and run side by side.
function flat(loop, code) {
  const pairs = byElement(loop).length < MANY ? 2 : 1;
  const turn = Array.from({ length: pairs }, (_, i) => {
    const at = i === 0 ? '' : `, ${16 * i}`;
    return pair(
      loop,
      code,
      `p${i}`,
      (name) => `v128.load(${name}${at})`,
      (name, value) => `v128.store(${name}, ${value}${at});`,
    );
  });
  const last = lastPair(loop, code, 'l');
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
  const last = lastPair(loop, code, 'l');
  const ofRows = loop.operands.filter(({ by }) => by === 'row').map(({ name }) => `${name} += 8`);
  return [
    `for (; rows > 0; ${['rows--', ...ofRows].join(', ')}) {`,
    ...code.row,
    'let n = columns;',
    `for (; n > 0; ${['n -= 2', ...advance(loop, 16)].join(', ')}) {`,
    ...last.lines,
    ...last.stores,
    '}',
    '// the last step of an odd row went one too far',
    'const back: usize = (columns & 1) << 3;',
    ...byElement(loop).map(({ name }) => `${name} -= back;`),
    '}',
  ];
}

// Two elements at a time, wherever the rows end, each row's sum in the order of its columns.
function rowSums(loop, code) {
  const { lines, results } = lastPair(loop, code, 'l');
  const sum = loop.isMean ? 'sum / (columns as f64)' : 'sum';
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
