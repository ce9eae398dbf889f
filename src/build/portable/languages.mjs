/** Formulas as JavaScript and as C: see src/build/formulas/render.mjs and typescript_loops.mjs for what a language has. */
import { typescript } from '../formulas/typescript.mjs';
import { c as printed } from './printer.mjs';

export const javascript = {
  ...typescript,
  branch: (...parts) => {
    const [, ...lines] = typescript.branch(...parts);
    return [`let ${parts[0]};`, ...lines];
  },
  signature: (name, parameters) => `function ${name}(${parameters})`,
  vector: (name) => name,
  size: (name) => name,
  parameter: (name) => name,
};

const FUNCTIONS = {
  max: 'mlp_maximum',
  min: 'mlp_minimum',
  sign: 'mlp_sign',
  abs: 'fabs',
  sqrt: 'sqrt',
  floor: 'floor',
};
const SIGNS = { '===': '==', '!==': '!=' };

export const c = {
  constant: (value) => (typeof value === 'boolean' ? String(Number(value)) : negative(printed.number(value))),
  operation({ op, name }, operands) {
    const [first, second, third] = operands;
    if (op === 'call') return `mlp_${name}(${operands.join(', ')})`;
    if (op === 'select') return `(${first} ? ${second} : ${third})`;
    if (op === 'negate') return `-${first}`;
    if (op === '!') return `!${first}`;
    if (op === 'lazily' || op === 'unlikely') return first;
    if (op === '%') return `fmod(${first}, ${second})`;
    if (FUNCTIONS[op]) return `${FUNCTIONS[op]}(${operands.join(', ')})`;
    return `(${first} ${SIGNS[op] ?? op} ${second})`;
  },
  declare: (name, expression, node) => `const ${node?.isMask ? 'int' : 'double'} ${name} = ${expression};`,
  lazy: typescript.lazy,
  branch: (...parts) => {
    const [, ...lines] = typescript.branch(...parts);
    return [`double ${parts[0]};`, ...lines];
  },
  index: 'int',
  equal: '==',
  yes: '1',
  signature: (name, parameters) => `static void mlp_${name}(${parameters})`,
  vector: (name, isWritten) => `${isWritten ? '' : 'const '}double *${name}`,
  size: (name) => `int ${name}`,
  parameter: (name) => `double ${name}`,
  variable: (name, value) => `double ${name} = ${printed.number(value)};`,
  flag: (name) => `int ${name} = 0;`,
};

const negative = (text) => (text.startsWith('-') ? `(${text})` : text);

/** The functions that a text in C calls. */
export const usesOf = (text) => [...new Set([...text.matchAll(/\bmlp_(\w+)\(/g)].map(([, name]) => name))];
