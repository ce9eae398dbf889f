/**
 * AssemblyScript: numbers two at once (`vectors`), and what is the same for all of a loop or a row by itself
 * (`scalars`).
 */
import { isBranch } from './ir.mjs';

const literal = (value) => (Object.is(value, -0) ? '-0.0' : String(value));

const FUNCTIONS = {
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '/': 'div',
  '<': 'less',
  '>': 'greater',
  '<=': 'f64x2.le',
  '>=': 'f64x2.ge',
  '===': 'equal',
  '!==': 'f64x2.ne',
  '!': 'v128.not',
  '&&': 'v128.and',
  '||': 'v128.or',
  negate: 'neg',
};

const isZero = (node) => node.op === 'constant' && Object.is(node.value, 0);
const isLazy = ({ op, args }) => op === 'select' && isBranch(args[0]);

export const vectors = {
  constant: (value) => `all(${literal(value)})`,
  operation(node, operands) {
    const { op, name, args } = node;
    const [a, b, c] = operands;
    if (op === 'call') return `${name}(${operands.join(', ')})`;
    if (isBranch(node)) return a;
    if (op === 'select') {
      // 0 is no bits
      if (isZero(args[1])) return `v128.andnot(${c}, ${a})`;
      if (isZero(args[2])) return `v128.and(${b}, ${a})`;
      return `select(${a}, ${b}, ${c})`;
    }
    if ((op === 'max' || op === 'min') && args[1].op === 'constant') return bound(op, a, args[1].value);
    return `${FUNCTIONS[op] ?? op}(${operands.join(', ')})`;
  },
  declare: (name, expression) => `const ${name} = ${expression};`,
  // of a rare case, what it takes; all else is computed on both sides
  lazy: (node) => (isLazy(node) ? 1 : 0),
  branch: (name, test, yes, no) => [
    `let ${name} = ${no.result};`,
    `if (${anyOf(test)}) {`,
    ...yes.lines,
    `${name} = select(${test}, ${yes.result}, ${name});`,
    '}',
  ],
};

/** Whether a mask holds for any of the elements. */
export const anyOf = (mask) =>
  mask.startsWith('v128.not(') ? `!i64x2.all_true(${mask.slice('v128.not('.length, -1)})` : `any(${mask})`;

/**
 * Math.max or Math.min with a constant, by the instruction of x86, which is a third of the other: it leaves NaN, too,
 * where it is the first operand, and differs in the sign of zero alone, which + 0 settles for max with 0.
 */
function bound(op, a, value) {
  const bounded = `${op === 'max' ? 'atLeast' : 'atMost'}(${a}, all(${literal(value)}))`;
  if (value !== 0) return bounded;
  return op === 'max' && Object.is(value, 0)
    ? `add(${bounded}, all(0))`
    : `${op}(${a}, all(${literal(value)}))`;
}

export const scalars = {
  constant: literal,
  operation(node, operands) {
    const { op, name } = node;
    const [a, b, c] = operands;
    if (op === 'call')
      return `f64x2.extract_lane(${name}(${operands.map((each) => `all(${each})`).join(', ')}), 0)`;
    if (op === 'select') return `(${a} ? ${b} : ${c})`;
    if (op === 'negate') return `-${a}`;
    if (op === '!') return `!${a}`;
    if (isBranch(node)) return a;
    if (op === 'sign') return `f64x2.extract_lane(sign(all(${a})), 0)`;
    if (/^[a-z]/.test(op)) return `f64.${op}(${operands.join(', ')})`;
    return `(${a} ${{ '===': '==', '!==': '!=' }[op] ?? op} ${b})`;
  },
  declare: (name, expression, { isMask }) => `const ${name}: ${isMask ? 'bool' : 'f64'} = ${expression};`,
  lazy: () => 0,
};
