import type { Expression } from './expression.js';
import { visit } from './expression.js';
import type { FunctionName } from './functions.js';
import { functions } from './functions.js';
import { operators } from './operators.js';

/**
 * Value of a formula, where the variable that was named i-th has the value values[offset + i]; offset is 0 if left out.
 */
export type Evaluate = (values: Float64Array, offset?: number) => number;

const PUSH_NUMBER = 0;
const PUSH_VARIABLE = 1;
const APPLY_UNARY = 2;
const APPLY_BINARY = 3;

const negate = (x: number) => -x;

/**
 * Compiles a parsed formula into a function; `names` has its variables in the order of their values. The tree becomes a
 * list of instructions for a stack (postfix order), so that an evaluation allocates nothing.
 */
export function compile(expression: Expression, names: readonly string[]): Evaluate {
  const codes: number[] = [];
  const operands: number[] = [];
  const numbers: number[] = [];
  const unary: ((x: number) => number)[] = [];
  const binary: ((left: number, right: number) => number)[] = [];
  const emit = (code: number, operand: number) => {
    codes.push(code);
    operands.push(operand);
  };
  visit(expression, (node) => {
    switch (node.type) {
      case 'number':
        return emit(PUSH_NUMBER, numbers.push(node.value) - 1);
      case 'variable':
        return emit(PUSH_VARIABLE, indexOfName(node.name, names));
      case 'unary':
        return emit(APPLY_UNARY, unary.push(negate) - 1);
      case 'call':
        return emit(APPLY_UNARY, unary.push(functions[node.function as FunctionName].apply) - 1);
      case 'binary':
        return emit(APPLY_BINARY, binary.push(operators[node.operator].apply) - 1);
    }
  });
  const stack = new Float64Array(codes.length);
  return (values, offset = 0) => {
    let top = -1;
    for (let step = 0; step < codes.length; step++) {
      const operand = operands[step];
      switch (codes[step]) {
        case PUSH_NUMBER:
          stack[++top] = numbers[operand];
          break;
        case PUSH_VARIABLE:
          stack[++top] = values[offset + operand];
          break;
        case APPLY_UNARY:
          stack[top] = unary[operand](stack[top]);
          break;
        case APPLY_BINARY:
          top--;
          stack[top] = binary[operand](stack[top], stack[top + 1]);
      }
    }
    return stack[0];
  };
}

function indexOfName(name: string, names: readonly string[]): number {
  const index = names.indexOf(name);
  if (index < 0) throw new RangeError(`no place for the variable ${JSON.stringify(name)}`);
  return index;
}
