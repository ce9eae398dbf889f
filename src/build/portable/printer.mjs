/**
 * Functions of TypeScript as JavaScript and as C99, of the same syntax tree: numbers, arrays of numbers, loops and
 * calls of each other. Operators bind alike in both; what C has not (bits of a double, the remainder, Math.max) is a
 * function there (primitives.mjs). C evaluates arguments in any order: no call may stand beside memory that it changes.
 */

import { statementText } from '../statement.mjs';

/** Types of C by those of TypeScript; arrays that are only read are ReadonlyNumbers or readonly number[]. */
const TYPES = { number: 'double', boolean: 'int', void: 'void', Float64Array: 'double *' };
const ARRAY = 'double *';
const READ_ARRAY = 'const double *';

export function typeOf(annotation) {
  const node = annotation?.typeAnnotation ?? annotation;
  switch (node?.type) {
    case 'TSNumberKeyword':
      return TYPES.number;
    case 'TSBooleanKeyword':
      return TYPES.boolean;
    case 'TSVoidKeyword':
      return TYPES.void;
    case 'TSTypeOperator':
    case 'TSArrayType':
      return READ_ARRAY;
    case 'TSTypeReference':
      if (node.typeName.name === 'Int') return 'int';
      return node.typeName.name === 'Float64Array' ? ARRAY : READ_ARRAY;
  }
  throw new Error(`no type of C for ${node?.type}`);
}

/** Functions of JavaScript that C has under its own name, or that primitives.mjs makes. */
const MATH = {
  abs: 'fabs',
  sqrt: 'sqrt',
  floor: 'floor',
  max: 'mlp_maximum',
  min: 'mlp_minimum',
  round: 'mlp_nearest',
  sign: 'mlp_sign',
};
const NUMBER = { isNaN: 'mlp_isNaN', isFinite: 'mlp_isFinite' };
/** Operators of JavaScript that are functions in C. */
const OPERATORS = {
  '%': 'fmod',
  '|': 'mlp_bitOr',
  '&': 'mlp_bitAnd',
  '>>': 'mlp_shiftRight',
  '>>>': 'mlp_shiftRight',
};

export const javascript = {
  number: (value) => (value < 0 || Object.is(value, -0) ? `-${numberText(-value)}` : numberText(value)),
  constant: (name, value) => `const ${name} = ${value};`,
  numbers: (name, values) => `const ${name} = [${values.join(', ')}];`,
  memory: (name, length) => `const ${name} = new Float64Array(${length});`,
};
const numberText = (value) => (value === Number.POSITIVE_INFINITY ? 'Infinity' : String(value));

export const c = {
  number(value) {
    if (Number.isNaN(value)) return 'NAN';
    const sign = value < 0 || Object.is(value, -0) ? '-' : '';
    const size = Math.abs(value);
    if (size === Number.POSITIVE_INFINITY) return `${sign}INFINITY`;
    return `${sign}${/[.e]/.test(String(size)) ? size : `${size}.0`}`;
  },
  constant: (name, value) => `static const double ${name} = ${value};`,
  numbers: (name, values) => `static const double ${name}[${values.length}] = {${values.join(', ')}};`,
  memory: (name, length) => `static MLP_THREAD double ${name}[${length}];`,
};

/**
 * Prints declarations of a module. `resolve(name)` gives what a name of the module's top level is called, and its
 * syntax tree.
 */
export class Printer {
  constructor(language, resolve, place) {
    this.isC = language === c;
    this.language = language;
    this.resolve = resolve;
    this.place = place;
    this.uses = new Set();
    this.types = new Map();
  }

  /** The text of a function; arrow functions, too. */
  function(name, node) {
    const parameters = node.params.map((each) => {
      const type = typeOf(each.typeAnnotation);
      this.types.set(each.name, type);
      if (!this.isC) return each.name;
      const text = type.endsWith('*')
        ? `${type}${this.local(each.name)}`
        : `${type} ${this.local(each.name)}`;
      return Printer.takesLength(node, each.name) ? `${text}, int ${each.name}_length` : text;
    });
    const { body } = node;
    const block =
      body.type === 'BlockStatement'
        ? this.statement(body)
        : `{\nreturn ${this.expression(unwrapped(body))};\n}`;
    if (!this.isC) return `function ${name}(${parameters.join(', ')}) ${block}`;
    return `static ${typeOf(node.returnType)} mlp_${name}(${parameters.join(', ')}) ${block}`;
  }

  static takesLength(node, name) {
    return JSON.stringify(node.body, withoutPlace).includes(JSON.stringify({ name, type: 'length' }));
  }

  /** The text of a constant: a number, numbers, or memory. */
  constant(name, init) {
    const node = unwrapped(init);
    const full = this.isC ? `mlp_${name}` : name;
    if (node.type === 'ArrayExpression')
      return this.language.numbers(
        full,
        node.elements.map((each) => this.expression(each)),
      );
    if (node.type === 'NewExpression') return this.language.memory(full, this.arrayLength(node));
    return this.language.constant(full, this.expression(node));
  }

  arrayLength(node) {
    return this.known(node.arguments[0]);
  }

  /** The value of an expression of constants. */
  known(node) {
    switch (node.type) {
      case 'Literal':
        return node.value;
      case 'Identifier':
        return this.known(this.resolve(node.name).node);
      case 'BinaryExpression': {
        const [a, b] = [this.known(node.left), this.known(node.right)];
        if (node.operator === '+') return a + b;
        if (node.operator === '**') return a ** b;
      }
    }
    throw new Error(`${this.place(node)}: is no constant`);
  }

  /** Local names get an underscore in C, where a macro could have them. */
  local(name) {
    return this.isC ? `${name}_` : name;
  }

  statement(node) {
    switch (node.type) {
      case 'VariableDeclaration':
        return this.declarations(node).join(' ');
      case 'ForStatement': {
        const init = node.init
          ? node.init.declarations
              .map(({ id, init: value }, i) => {
                this.types.set(id.name, 'int');
                const keyword = i > 0 ? '' : this.isC ? 'int ' : 'let ';
                return `${keyword}${this.local(id.name)} = ${this.integer(value)}`;
              })
              .join(', ')
          : '';
        const update = node.update ? this.expression(node.update) : '';
        return `for (${init}; ${this.expression(node.test)}; ${update}) ${this.statement(node.body)}`;
      }
    }
    const text = statementText(node, this);
    if (text === undefined) throw new Error(`${this.place(node)}: has no form in C`);
    return text;
  }

  declarations({ kind, declarations }) {
    return declarations.flatMap(({ id, init }) => {
      const pairs =
        id.type === 'ArrayPattern' ? id.elements.map((each, i) => [each, init.elements[i]]) : [[id, init]];
      return pairs.map(([each, value]) => {
        const type = each.typeAnnotation ? typeOf(each.typeAnnotation) : this.type(value);
        this.types.set(each.name, type);
        const keyword = this.isC ? `${kind === 'const' ? 'const ' : ''}${type}` : kind;
        return `${keyword} ${this.local(each.name)} = ${this.expression(value)};`;
      });
    });
  }

  /** The type of an expression in C: numbers are doubles but where all of it are counters. */
  type(node) {
    switch (node.type) {
      case 'Identifier':
        return this.types.get(node.name) ?? 'double';
      case 'ParenthesizedExpression':
        return this.type(node.expression);
      case 'LogicalExpression':
        return 'int';
      case 'UnaryExpression':
        return node.operator === '!' ? 'int' : 'double';
      case 'BinaryExpression':
        if (/^[<>=!]/.test(node.operator) && !node.operator.startsWith('>>')) return 'int';
        return 'double';
      case 'Literal':
        return typeof node.value === 'boolean' ? 'int' : 'double';
    }
    return 'double';
  }

  isInteger(node) {
    switch (node.type) {
      case 'Literal':
        return Number.isInteger(node.value);
      case 'Identifier':
        return this.types.get(node.name) === 'int';
      case 'ParenthesizedExpression':
        return this.isInteger(node.expression);
      case 'BinaryExpression':
        return '+-*'.includes(node.operator) && this.isInteger(node.left) && this.isInteger(node.right);
      case 'MemberExpression':
        return !node.computed && node.property.name === 'length';
    }
    return false;
  }

  /** An expression as an index. */
  integer(node) {
    if (!this.isC || this.isInteger(node)) return this.expression(node, true);
    return `(int)(${this.expression(node)})`;
  }

  expression(node, isIndex = false) {
    const of = (inner) => this.expression(inner, isIndex);
    switch (node.type) {
      case 'Literal':
        if (typeof node.value === 'boolean')
          return this.isC ? String(Number(node.value)) : String(node.value);
        return isIndex ? String(node.value) : this.language.number(node.value);
      case 'Identifier':
        return this.identifier(node.name);
      case 'ParenthesizedExpression':
        return `(${of(node.expression)})`;
      case 'TSAsExpression':
      case 'TSNonNullExpression':
        return of(node.expression);
      case 'UnaryExpression':
        return `${node.operator}${this.operand(node.argument, node, isIndex)}`;
      case 'UpdateExpression':
        return node.prefix ? `${node.operator}${of(node.argument)}` : `${of(node.argument)}${node.operator}`;
      case 'AssignmentExpression':
        return `${of(node.left)} ${node.operator} ${of(node.right)}`;
      case 'LogicalExpression':
        return `${this.operand(node.left, node)} ${node.operator} ${this.operand(node.right, node, false, true)}`;
      case 'SequenceExpression':
        return node.expressions.map(of).join(', ');
      case 'BinaryExpression':
        return this.binary(node, isIndex);
      case 'ConditionalExpression':
        return `${this.operand(node.test, node)} ? ${of(node.consequent)} : ${of(node.alternate)}`;
      case 'MemberExpression':
        return this.member(node);
      case 'CallExpression':
        return this.call(node);
    }
    throw new Error(`${this.place(node)}: has no form in C`);
  }

  /** An operand, in parentheses where it binds less than the operator that takes it, or a reader could doubt it. */
  operand(node, parent, isIndex = false, isRight = false) {
    const text = this.expression(node, isIndex);
    const [inner, outer] = [bindingOf(node), bindingOf(parent)];
    const isMixed =
      parent.type === 'LogicalExpression' && node.type === 'LogicalExpression' && inner !== outer;
    const areComparisons = COMPARING.includes(inner) && COMPARING.includes(outer);
    return inner < outer || (isRight && inner === outer) || areComparisons || isMixed ? `(${text})` : text;
  }

  identifier(name) {
    if (this.types.has(name)) return this.local(name);
    if (name === 'Infinity') return this.language.number(Number.POSITIVE_INFINITY);
    return this.global(name);
  }

  global(name) {
    const { full } = this.resolve(name);
    this.uses.add(full);
    return this.isC ? `mlp_${full}` : full;
  }

  binary(node, isIndex) {
    const { left, right } = node;
    if (node.operator === '**') return this.language.number(this.known(node));
    const isCall = this.isC && OPERATORS[node.operator];
    const [a, b] = [left, right].map((each, i) =>
      isCall ? this.expression(each, isIndex) : this.operand(each, node, isIndex, i === 1),
    );
    if (!this.isC) return `${a} ${node.operator} ${b}`;
    if (OPERATORS[node.operator]) return this.primitive(OPERATORS[node.operator], [a, b]);
    const operator = { '===': '==', '!==': '!=' }[node.operator] ?? node.operator;
    const isOfCounters = operator === '/' && this.isInteger(left) && this.isInteger(right);
    return `${isOfCounters ? `(double)${a}` : a} ${operator} ${b}`;
  }

  member({ object, property, computed }) {
    if (computed) return `${this.expression(object)}[${this.integer(property)}]`;
    if (object.name === 'Math') return this.language.number(Math[property.name]);
    if (object.name === 'Number') return this.special(Number[property.name]);
    if (property.name === 'length') return this.isC ? `${object.name}_length` : `${object.name}.length`;
    throw new Error(`no form in C: .${property.name}`);
  }

  special(value) {
    if (this.isC) return this.language.number(value);
    return Number.isNaN(value) ? 'NaN' : this.language.number(value);
  }

  call(node) {
    const { callee } = node;
    const values = node.arguments.map((each) => this.expression(each));
    if (callee.type === 'MemberExpression') {
      const [space, name] = [callee.object.name, callee.property.name];
      if (!this.isC) return `${space}.${name}(${values.join(', ')})`;
      if (space === 'Math' && MATH[name]) return this.primitive(MATH[name], values);
      if (space === 'Number' && NUMBER[name]) return this.primitive(NUMBER[name], values);
      if (space === 'Object' && name === 'is')
        return this.primitive('mlp_isNegativeZero', values.slice(0, 1));
      throw new Error(`${this.place(node)}: has no form in C`);
    }
    // marks of conditions are nothing to a plain program
    if (callee.name === 'lazily' || callee.name === 'unlikely') return `(${values[0]})`;
    const lengths = this.isC ? this.lengthsFor(node, values) : values;
    return `${this.global(callee.name)}(${lengths.join(', ')})`;
  }

  /** Arguments, with the length after each array whose function asks for it. */
  lengthsFor(node, values) {
    const called = this.resolve(node.callee.name).node;
    if (!called.body) return values;
    return called.params.flatMap(({ name }, i) => {
      if (!Printer.takesLength(called, name)) return [values[i]];
      return [values[i], `${node.arguments[i].name}_length`];
    });
  }

  primitive(name, values) {
    if (name.startsWith('mlp_')) this.uses.add(name.slice('mlp_'.length));
    return `${name}(${values.join(', ')})`;
  }
}

const BINDINGS = {
  '||': 1,
  '&&': 2,
  '|': 3,
  '&': 4,
  '===': 5,
  '!==': 5,
  '<': 6,
  '>': 6,
  '<=': 6,
  '>=': 6,
  '>>': 7,
  '>>>': 7,
  '+': 8,
  '-': 8,
  '*': 9,
  '/': 9,
  '%': 9,
};
const COMPARING = [5, 6];
const UNARY = 10;

/** The number that says how tightly an expression binds; what is no operator most. */
function bindingOf(node) {
  switch (node.type) {
    case 'BinaryExpression':
    case 'LogicalExpression':
      return BINDINGS[node.operator] ?? UNARY;
    case 'ConditionalExpression':
    case 'AssignmentExpression':
      return 0.5;
    case 'UnaryExpression':
      return UNARY;
  }
  return 11;
}

/** Shows `name.length` in a syntax tree as {name, type: 'length'}. */
function withoutPlace(key, value) {
  if (key === 'start' || key === 'end') return undefined;
  if (value?.type === 'MemberExpression' && !value.computed && value.property.name === 'length')
    return { name: value.object.name, type: 'length' };
  return value;
}

export const unwrapped = (node) =>
  /^TS(As|Satisfies|NonNull)Expression$|^ParenthesizedExpression$/.test(node?.type)
    ? unwrapped(node.expression)
    : node;
