/**
 * Evaluates a formula, a function of TypeScript without loops and assignments, on symbols instead of numbers: what
 * comes out is the graph of what it computes (ir.mjs). Functions that it calls are evaluated as well, but for those of
 * src/math, which each backend has.
 */
import { isAbsolute, join, relative } from 'node:path';
import { call, isBranch, isNode, LOOP, operation, REDUCTIONS, reduction } from './ir.mjs';
import { lookUp, place } from './modules.mjs';

const BINARY = new Set(['+', '-', '*', '/', '<', '>', '<=', '>=', '===', '!==']);
const MATH = { max: 2, min: 2, abs: 1, sqrt: 1, sign: 1 };
/** Operations that single numbers have, and vectors of them have not. */
const SCALAR = { binary: '%', math: 'floor' };
const CONSTANTS = { Infinity: Number.POSITIVE_INFINITY, NaN: Number.NaN, undefined };
const NUMBER = {
  POSITIVE_INFINITY: Number.POSITIVE_INFINITY,
  NEGATIVE_INFINITY: Number.NEGATIVE_INFINITY,
  NaN: Number.NaN,
};

const MATH_INDEX = join(import.meta.dirname, '../../math/index.ts');
const ROW_FUNCTIONS = join(import.meta.dirname, '../../nn/row_functions.ts');

const RULE =
  'a formula is made of numbers, + − × ÷, comparisons, ?:, Math.{max, min, abs, sqrt, sign}, functions of ' +
  'src/math, rowSum and its like, and functions of these, with const and return, and no loops or assignments';

export class Evaluation {
  /**
   * `choices` are the answers to conditions that depend on options alone, in the order in which they come up: a loop is
   * made for each. `kept` says of a function's file and name whether it is left as a call. `isScalar`: numbers come one
   * by one, so that remainders and Math.floor have a form.
   */
  constructor(choices, kept, { isScalar = false } = {}) {
    this.choices = choices;
    this.kept = kept;
    this.isScalar = isScalar;
    this.conditions = [];
  }

  /** The value of an expression of a module, where `scope` has the names that are not the module's. */
  value(module, node, scope = new Map()) {
    const of = (inner) => this.value(module, inner, scope);
    switch (node.type) {
      case 'Literal':
        return node.value;
      case 'Identifier':
        return this.name(module, node, scope);
      case 'ParenthesizedExpression':
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'TSNonNullExpression':
        return of(node.expression);
      case 'UnaryExpression':
        if (node.operator === '-') return operation('negate', of(node.argument));
        if (node.operator === '!') return operation('!', this.condition(module, node.argument, scope));
        break;
      case 'BinaryExpression':
        if (BINARY.has(node.operator) || (this.isScalar && node.operator === SCALAR.binary))
          return operation(node.operator, of(node.left), of(node.right));
        break;
      case 'LogicalExpression':
        if (node.operator !== '??')
          return this.logical(
            node.operator,
            this.condition(module, node.left, scope),
            this.condition(module, node.right, scope),
          );
        break;
      case 'ConditionalExpression':
        return this.choose(
          this.condition(module, node.test, scope),
          () => of(node.consequent),
          () => of(node.alternate),
        );
      case 'MemberExpression':
        return this.member(module, node, scope);
      case 'CallExpression':
        return this.call(module, node, scope);
      case 'ArrayExpression':
        return node.elements.map(of);
      case 'ObjectExpression':
        return Object.fromEntries(
          node.properties.flatMap((property) =>
            property.type === 'SpreadElement'
              ? Object.entries(of(property.argument))
              : [[property.key.name ?? property.key.value, of(property.value)]],
          ),
        );
      case 'ArrowFunctionExpression':
      case 'FunctionExpression':
      case 'FunctionDeclaration':
        return { closure: node, module, scope };
    }
    throw new Error(`${place(module, node)}: ${RULE}`);
  }

  /** The value of a condition: of elements it has to be a mask, as the bits of a number are none. */
  condition(module, node, scope) {
    const value = this.value(module, node, scope);
    if (isKnown(value) || value.isMask) return value;
    throw new Error(`${place(module, node)}: is no condition; ${RULE}`);
  }

  /**
   * Combines two conditions by and, or; where one depends on options alone, there is a loop for each of its answers.
   */
  logical(operator, left, right) {
    const [known, other] = isKnown(left) ? [left, right] : [right, left];
    if (!isKnown(known)) return operation(operator, left, right);
    const isAnd = operator === '&&';
    return this.choose(
      known,
      () => (isAnd ? other : true),
      () => (isAnd ? false : other),
    );
  }

  name(module, node, scope) {
    if (scope.has(node.name)) return scope.get(node.name);
    if (Object.hasOwn(CONSTANTS, node.name)) return CONSTANTS[node.name];
    const found = lookUp(module, node.name);
    if (!found) throw new Error(`${place(module, node)}: is not known; ${RULE}`);
    if (found.node.type === 'FunctionDeclaration')
      return { closure: found.node, module: found.module, scope: new Map() };
    return this.value(found.module, found.node);
  }

  member(module, node, scope) {
    const { object, property, computed } = node;
    if (object.type === 'Identifier' && !computed && !scope.has(object.name)) {
      if (object.name === 'Math' && typeof Math[property.name] === 'number') return Math[property.name];
      if (object.name === 'Number' && Object.hasOwn(NUMBER, property.name)) return NUMBER[property.name];
      if (object.name === 'Number') throw new Error(`${place(module, node)}: is not there`);
    }
    const found = this.value(module, object, scope)[computed ? property.value : property.name];
    if (found === undefined) throw new Error(`${place(module, node)}: is not there`);
    return found;
  }

  call(module, node, scope) {
    const { callee } = node;
    const values = node.arguments.map((argument) => this.value(module, argument, scope));
    if (callee.type === 'MemberExpression' && callee.object.name === 'Math' && !scope.has('Math')) {
      if (MATH[callee.property.name] === values.length) return operation(callee.property.name, ...values);
      const name = callee.property.name;
      if (this.isScalar && name === SCALAR.math) return operation(name, ...values);
      const advice = this.kept(MATH_INDEX, name)
        ? `take ${name} of src/math, whose bits are the same everywhere; `
        : '';
      throw new Error(`${place(module, node)}: ${advice}${RULE}`);
    }
    return this.apply(this.value(module, callee, scope), values, module, node);
  }

  /** A function's value, or a call of it where it is one that backends have. */
  apply(fn, values, module, node) {
    if (!fn?.closure) throw new Error(`${place(module, node)}: is no function of formulas`);
    const { closure, module: home } = fn;
    const name = closure.id?.name;
    if (home.file === ROW_FUNCTIONS && REDUCTIONS.includes(name)) return reduction(name, ...values);
    if (name && this.kept(home.file, name))
      return isBranch({ op: name }) ? operation(name, ...values) : call(name, ...values);
    const scope = new Map(fn.scope);
    for (const [i, parameter] of closure.params.entries()) bind(scope, parameter, values[i], home);
    return this.body(home, closure.body, scope);
  }

  body(module, body, scope) {
    if (body.type !== 'BlockStatement') return this.value(module, body, scope);
    return this.statements(module, body.body, scope);
  }

  /** Evaluates a list of statements to what it returns. */
  statements(module, [first, ...rest], scope) {
    switch (first?.type) {
      case 'VariableDeclaration':
        if (first.kind !== 'const') break;
        for (const { id, init } of first.declarations)
          bind(scope, id, this.value(module, init, scope), module);
        return this.statements(module, rest, scope);
      case 'ReturnStatement':
        return this.value(module, first.argument, scope);
      case 'BlockStatement':
        return this.statements(module, first.body, scope);
      case 'IfStatement': {
        const after = first.alternate ? [first.alternate] : rest;
        return this.choose(
          this.condition(module, first.test, scope),
          () => this.statements(module, [first.consequent], new Map(scope)),
          () => this.statements(module, after, new Map(scope)),
        );
      }
    }
    throw new Error(`${first ? place(module, first) : module.file}: ${RULE}`);
  }

  /** One of two, where that is known or depends on options alone; else both. */
  choose(test, yes, no) {
    if (!isNode(test)) return test ? yes() : no();
    if (isKnown(test)) {
      const known = this.conditions.find(({ condition }) => condition === test);
      if (known) return known.holds ? yes() : no();
      const holds = this.choices[this.conditions.length] ?? true;
      this.conditions.push({ condition: test, holds });
      return holds ? yes() : no();
    }
    const [first, second] = [yes(), no()];
    if (typeof first !== 'object' || isNode(first)) return operation('select', test, first, second);
    return Object.fromEntries(
      Object.keys(first).map((key) => [key, operation('select', test, first[key], second[key])]),
    );
  }
}

/** Whether a value is the same for all of a loop: a constant, or of options alone. */
const isKnown = (value) => !isNode(value) || (value.level === LOOP && !isBranch(value));

/** Gives the names of a parameter or a declaration their values. */
function bind(scope, pattern, value, module) {
  switch (pattern.type) {
    case 'Identifier':
      scope.set(pattern.name, value);
      return;
    case 'ObjectPattern':
      for (const { key, value: inner } of pattern.properties) {
        if (value?.[key.name] === undefined) throw new Error(`${place(module, key)}: is not there`);
        bind(scope, inner, value[key.name], module);
      }
      return;
    case 'ArrayPattern':
      for (const [i, element] of pattern.elements.entries())
        if (element) bind(scope, element, value[i], module);
      return;
  }
  throw new Error(`${place(module, pattern)}: ${RULE}`);
}

/**
 * All ways through a formula: `evaluate` is given an Evaluation, once for each combination of the answers to conditions
 * of options.
 */
export function variants(evaluate, kept) {
  const found = [];
  const visit = (choices) => {
    const evaluation = new Evaluation(choices, kept);
    const result = evaluate(evaluation);
    found.push({ conditions: evaluation.conditions, result });
    evaluation.conditions.forEach(({ holds }, i) => {
      if (i >= choices.length && holds)
        visit([...evaluation.conditions.slice(0, i).map((each) => each.holds), false]);
    });
  };
  visit([]);
  return found;
}

/** Whether a file lies in a folder. */
export function isWithin(folder, file) {
  const path = relative(folder, file);
  return !path.startsWith('..') && !isAbsolute(path);
}
