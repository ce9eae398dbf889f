/**
 * C of AssemblyScript: the subset that the kernels are written in, functions over addresses, integers and vectors. What
 * is one instruction there (`f64x2.add`, `v128.load`) is a function or macro of a header in C, under the same name.
 */
import { parseAst } from 'rolldown/parseAst';
import { statementText } from '../statement.mjs';

const TYPES = {
  usize: 'usize',
  bool: 'int32_t',
  i32: 'int32_t',
  u32: 'uint32_t',
  i64: 'int64_t',
  u64: 'uint64_t',
  f64: 'double',
  v128: 'V',
  void: 'void',
};

/** Modules whose functions are vectors', which a header has for each width of them: FN adds the width to a name. */
const VECTOR_MODULES = /^\.\/(vector|bits|math)$/;
/** Namespaces of instructions over vectors. */
const VECTOR_SPACES = ['f64x2', 'i64x2', 'i32x4', 'v128'];
/** Instructions over memory whose last argument, an offset in bytes, can be left out; how many others they have. */
const OFFSETS = { 'f64.load': 1, 'f64.store': 2, load: 1, store: 2 };
const VECTOR_OFFSETS = {
  load: 1,
  load64_zero: 1,
  load64_splat: 1,
  store: 2,
  store64_lane: 3,
  load64_lane: 3,
};

/**
 * Renders a module. `ofVectors`: its own functions are over vectors of any width, too.
 *
 * @returns {code, exported}, where the latter has the types of the parameters of each exported function without result
 */
export function cSource(text, { ofVectors = false } = {}) {
  const plain = text.replace(/^@external\(.*\)\ndeclare function.*\n/gm, '').replaceAll('@inline ', '');
  const { body } = parseAst(plain, { lang: 'ts' });
  const statements = body.map((each) => each.declaration ?? each);
  const functions = statements.filter(({ type }) => type === 'FunctionDeclaration');
  const variables = statements.filter(({ type }) => type === 'VariableDeclaration');
  const vectorNames = new Set(
    body
      .filter(({ type, source }) => type === 'ImportDeclaration' && VECTOR_MODULES.test(source.value))
      .flatMap(({ specifiers }) => specifiers.map(({ local }) => local.name)),
  );
  if (ofVectors) for (const { id } of functions) vectorNames.add(id.name);
  const globals = new Set(variables.flatMap(({ declarations }) => declarations.map(({ id }) => id.name)));
  const render = new Renderer(vectorNames, globals, ofVectors);
  const exported = Object.fromEntries(
    body
      .filter(
        ({ type, declaration }) =>
          type === 'ExportNamedDeclaration' && declaration?.type === 'FunctionDeclaration',
      )
      .map(({ declaration }) => [
        declaration.id.name,
        declaration.params.map(({ typeAnnotation }) => nameOf(typeAnnotation)),
      ]),
  );
  const code = [
    ...variables.map((each) => render.global(each)),
    ...functions.map((each) => `${render.signature(each)};`),
    ...functions.map((each) => `${render.signature(each)} ${render.statement(each.body)}`),
  ].join('\n');
  return { code, exported };
}

const nameOf = ({ typeAnnotation }) => typeAnnotation.typeName?.name ?? keyword(typeAnnotation.type);
const keyword = (type) => type.replace(/^TS(\w+)Keyword$/, '$1').toLowerCase();

class Renderer {
  constructor(vectorNames, globals, ofVectors) {
    Object.assign(this, { vectorNames, globals, ofVectors });
  }

  signature({ id, params, returnType }) {
    const parameters = params.map((each) => `${TYPES[nameOf(each.typeAnnotation)]} ${this.name(each.name)}`);
    const name = this.functionName(id.name);
    return `static inline ${TYPES[nameOf(returnType)]} ${name}(${parameters.join(', ') || 'void'})`;
  }

  functionName(name) {
    return this.vectorNames.has(name) ? `FN(${name})` : `k_${name}`;
  }

  /** Variables keep their names but where C has a use for them. */
  name(name) {
    if (!this.globals.has(name)) return `${name}_`;
    return this.ofVectors ? `FN(g_${name})` : `g_${name}`;
  }

  global({ kind, declarations }) {
    return declarations
      .map(({ id, init }) => {
        const type = id.typeAnnotation ? TYPES[nameOf(id.typeAnnotation)] : 'int32_t';
        const storage = kind === 'const' ? 'static const' : 'static __thread';
        return `${storage} ${type} ${this.name(id.name)} = ${this.expression(init)};`;
      })
      .join('\n');
  }

  statement(node) {
    switch (node.type) {
      case 'VariableDeclaration':
        return `${this.declaration(node)};`;
      case 'ForStatement': {
        const init = !node.init
          ? ''
          : node.init.type === 'VariableDeclaration'
            ? this.declaration(node.init)
            : this.expression(node.init);
        const [test, update] = [node.test, node.update].map((each) => (each ? this.expression(each) : ''));
        // declarations of several types do not go into the head of a loop
        return `{ ${init}; for (; ${test}; ${update}) ${this.statement(node.body)} }`;
      }
      case 'DoWhileStatement':
        return `do ${this.statement(node.body)} while (${this.expression(node.test)});`;
      case 'BreakStatement':
        return 'break;';
      case 'ContinueStatement':
        return 'continue;';
      case 'EmptyStatement':
        return ';';
    }
    const text = statementText(node, this);
    if (text === undefined) throw new Error(`no C for ${node.type}`);
    return text;
  }

  declaration({ declarations }) {
    return declarations
      .map(({ id, init }) => {
        const type = id.typeAnnotation ? TYPES[nameOf(id.typeAnnotation)] : '__auto_type';
        return `${type} ${this.name(id.name)}${init ? ` = ${this.expression(init)}` : ''}`;
      })
      .join('; ');
  }

  expression(node) {
    switch (node.type) {
      case 'Literal':
        return node.raw;
      case 'Identifier':
        return node.name === 'Infinity' ? 'INFINITY' : node.name === 'NaN' ? 'NAN' : this.name(node.name);
      case 'ParenthesizedExpression':
        return this.expression(node.expression);
      case 'BinaryExpression':
      case 'LogicalExpression':
      case 'AssignmentExpression':
        return `(${this.expression(node.left)} ${node.operator} ${this.expression(node.right)})`;
      case 'UnaryExpression':
        return `(${node.operator}${this.expression(node.argument)})`;
      case 'UpdateExpression':
        return node.prefix
          ? `(${node.operator}${this.expression(node.argument)})`
          : `(${this.expression(node.argument)}${node.operator})`;
      case 'ConditionalExpression':
        return this.conditional(node);
      case 'SequenceExpression':
        return node.expressions.map((each) => this.expression(each)).join(', ');
      case 'TSAsExpression':
        return `((${TYPES[nameOf({ typeAnnotation: node.typeAnnotation })]})${this.expression(node.expression)})`;
      case 'CallExpression':
        return this.call(node);
      default:
        throw new Error(`no C for ${node.type}`);
    }
  }

  conditional({ test, consequent, alternate }) {
    const [condition, yes, no] = [test, consequent, alternate].map((each) => this.expression(each));
    return `(${condition} ? ${yes} : ${no})`;
  }

  call({ callee, arguments: given, typeArguments }) {
    const values = given.map((each) => this.expression(each));
    const type = typeArguments?.params.map((each) => nameOf({ typeAnnotation: each })).join('_');
    const suffix = type ? `_${type}` : '';
    if (callee.type === 'Identifier') {
      const { name } = callee;
      if (this.vectorNames.has(name)) return `FN(${name})(${values.join(', ')})`;
      if (type) return `${name}${suffix}(${padded(OFFSETS[name], values).join(', ')})`;
      return `k_${name}(${values.join(', ')})`;
    }
    const space = callee.object.name;
    const name = callee.property.name;
    if (VECTOR_SPACES.includes(space)) {
      const all = space === 'v128' ? padded(VECTOR_OFFSETS[name], values) : values;
      return `FN(${space}_${name}${suffix})(${all.join(', ')})`;
    }
    return `${space}_${name}${suffix}(${padded(OFFSETS[`${space}.${name}`], values).join(', ')})`;
  }
}

const padded = (count, values) => (count === values.length ? [...values, '0'] : values);
