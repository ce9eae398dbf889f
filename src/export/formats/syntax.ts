import { functions } from '../code.js';
import type { Call, Expression, Part, Span, Statement } from '../program/index.js';

/** Syntax of a language that a program is printed in, where it differs from that of others. */
export interface Syntax {
  /** A number as a literal; a whole one may be an index. */
  number(value: number): string;
  /** A function of the runtime, or one that the language has of itself. */
  function(name: string): string;
  /** Numbers from an index of an array on. */
  span(span: Span): string;
  /** Whether a call names the length of an array after it. */
  readonly givesLengths: boolean;
  memory(span: Span): string;
  refuse(call: string, isError: boolean): string;
}

/** The lines of a part. */
export const partLines = (part: Part, syntax: Syntax): string[] => [
  ...part.memory.map((span) => syntax.memory(span)),
  ...part.statements.map((statement) => statementLine(statement, syntax)),
];

function statementLine(statement: Statement, syntax: Syntax): string {
  switch (statement.kind) {
    case 'set':
      return `${statement.name}[${statement.index}] = ${expressionText(statement.value, syntax)};`;
    case 'do':
      return `${callText(statement.call, syntax)};`;
    case 'refuse':
      return syntax.refuse(callText(statement.call, syntax), statement.isError);
  }
}

function callText({ function: name, arguments: values }: Call, syntax: Syntax): string {
  const lengths = syntax.givesLengths && Object.hasOwn(functions, name) ? functions[name].lengths : undefined;
  const texts = values.flatMap((value, i) => {
    const text =
      typeof value === 'object' && value.kind === 'span' ? syntax.span(value) : expressionText(value, syntax);
    return lengths?.includes(i) ? [text, String((value as Span).length)] : [text];
  });
  return `${syntax.function(name)}(${texts.join(', ')})`;
}

function expressionText(value: Expression, syntax: Syntax): string {
  if (typeof value === 'number') return syntax.number(value);
  switch (value.kind) {
    case 'element':
      return `${value.name}[${value.index}]`;
    case 'call':
      return callText(value, syntax);
    case 'negation':
      return `-${operandText(value.argument, syntax)}`;
    case 'operation': {
      const [left, right] = [value.left, value.right].map((each) => operandText(each, syntax));
      return `${left} ${value.operator} ${right}`;
    }
  }
}

/** An operand, in parentheses where it is no single thing. */
function operandText(value: Expression, syntax: Syntax): string {
  const text = expressionText(value, syntax);
  const isSingle = typeof value === 'object' && (value.kind === 'element' || value.kind === 'call');
  return isSingle || (/^[\w.]/.test(text) && typeof value === 'number') ? text : `(${text})`;
}

/** The functions that parts call, with all that these call, each after those. */
export function neededFunctions(parts: readonly Part[]): string[] {
  const found = new Set<string>();
  const visit = (name: string): void => {
    if (found.has(name) || !Object.hasOwn(functions, name)) return;
    functions[name].uses.forEach(visit);
    found.add(name);
  };
  const visitCall = ({ function: name, arguments: values }: Call): void => {
    visit(name);
    for (const value of values)
      if (typeof value === 'object' && value.kind !== 'span') visitExpression(value);
  };
  const visitExpression = (value: Expression): void => {
    if (typeof value === 'number') return;
    if (value.kind === 'call') visitCall(value);
    if (value.kind === 'negation') visitExpression(value.argument);
    if (value.kind === 'operation') {
      visitExpression(value.left);
      visitExpression(value.right);
    }
  };
  for (const { statements } of parts) {
    for (const statement of statements) {
      if (statement.kind === 'set') visitExpression(statement.value);
      else visitCall(statement.call);
    }
  }
  return [...found];
}

/** Texts side by side in lines of up to 100 characters, without the last comma. */
export function wrapped(texts: readonly string[]): string {
  const lines: string[] = [];
  let line = '';
  for (const text of texts) {
    if (line !== '' && line.length + text.length > 98) {
      lines.push(line);
      line = '';
    }
    line += `${line === '' ? '' : ' '}${text},`;
  }
  lines.push(line);
  return lines.join('\n').replace(/,$/, '');
}

/** Lines of a source, those within braces indented by two spaces for each. */
export function indented(text: string): string {
  let depth = 0;
  return text
    .split('\n')
    .map((line) => {
      const plain = line.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\/\*.*?\*\/|\/\/.*$/g, '');
      const closes = /^\s*[}\])]+/.exec(plain)?.[0].trim().length ?? 0;
      const at = depth - closes;
      depth += (plain.match(/[{[(]/g)?.length ?? 0) - (plain.match(/[}\])]/g)?.length ?? 0);
      return line.trim() === '' ? '' : `${'  '.repeat(Math.max(0, at))}${line.trim()}`;
    })
    .join('\n');
}
