const literal = (value) => {
  if (typeof value === 'string') return JSON.stringify(value);
  if (Object.is(value, -0)) return '-0';
  if (value === Number.POSITIVE_INFINITY) return 'Infinity';
  if (value === Number.NEGATIVE_INFINITY) return '-Infinity';
  return value < 0 ? `(${value})` : String(value);
};

/** Rendering of a formula's graph as TypeScript, one number at a time. */
export const typescript = {
  constant: literal,
  operation({ op, name }, operands) {
    const [a, b, c] = operands;
    if (op === 'call') return `${name}(${operands.join(', ')})`;
    if (op === 'select') return `(${a} ? ${b} : ${c})`;
    if (op === 'negate') return `-${a}`;
    if (op === '!') return `!${a}`;
    if (op === 'lazily' || op === 'unlikely') return a;
    if (/^[a-z]/.test(op)) return `Math.${op}(${operands.join(', ')})`;
    return `(${a} ${op} ${b})`;
  },
  declare: (name, expression) => `const ${name} = ${expression};`,
  lazy: ({ op }) => (op === 'select' ? 2 : 0),
  branch: (name, test, yes, no) => [
    `let ${name}: number;`,
    `if (${test}) {`,
    ...yes.lines,
    `${name} = ${yes.result};`,
    '} else {',
    ...no.lines,
    `${name} = ${no.result};`,
    '}',
  ],
  // of plain loops
  index: 'let',
  equal: '===',
  yes: 'true',
  signature: (name, parameters) => `function ${name}(${parameters}): void`,
  vector: (name) => `${name}: Float64Array`,
  size: (name) => `${name}: number`,
  parameter: (name) => `${name}: number`,
  variable: (name, value) => `let ${name} = ${literal(value)};`,
  flag: (name) => `let ${name} = false;`,
};
