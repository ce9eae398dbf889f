import { constantNames } from '../names.js';

/** Numbers side by side, by name, from an index on: a constant, or memory. */
export interface Span {
  readonly kind: 'span';
  readonly name: string;
  readonly from: number;
  readonly length: number;
}

/** An expression of numbers. */
export type Expression =
  | number
  | { readonly kind: 'element'; readonly name: string; readonly index: number }
  | {
      readonly kind: 'operation';
      readonly operator: '+' | '-' | '*' | '/';
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'negation'; readonly argument: Expression }
  | Call;

/** A call of a function of the runtime, or of a formula's loop. */
export interface Call {
  readonly kind: 'call';
  readonly function: string;
  readonly arguments: readonly (Expression | Span)[];
}

/** A step of a program; `refuse`: where the call gives a column, from 0 on, the row has no answer, and `isError` says why. */
export type Statement =
  | { readonly kind: 'set'; readonly name: string; readonly index: number; readonly value: Expression }
  | { readonly kind: 'do'; readonly call: Call }
  | { readonly kind: 'refuse'; readonly call: Call; readonly isError: boolean };

/** A part of a program: memory of its own, and steps in order. */
export interface Part {
  readonly memory: readonly Span[];
  readonly statements: readonly Statement[];
}

export const call = (name: string, ...values: readonly (Expression | Span)[]): Call => ({
  kind: 'call',
  function: name,
  arguments: values,
});

export const operation = (
  operator: '+' | '-' | '*' | '/',
  left: Expression,
  right: Expression,
): Expression => ({
  kind: 'operation',
  operator,
  left,
  right,
});

export const element = ({ name, from }: Span, index: number): Expression => ({
  kind: 'element',
  name,
  index: from + index,
});

/** Numbers of a program that do not change, each array once, by names of their own. */
export class Constants {
  readonly all: { readonly name: string; readonly values: readonly number[] }[] = [];
  private readonly names = constantNames();
  private readonly known = new Map<string, Span>();

  /** The array of these numbers, by this name or that of an equal one. */
  add(name: string, values: ArrayLike<number>): Span {
    const numbers = Array.from(values);
    const key = numbers.map((value) => (Object.is(value, -0) ? '-0' : value)).join();
    const found = this.known.get(key);
    if (found) return found;
    const span: Span = { kind: 'span', name: this.names(name), from: 0, length: numbers.length };
    this.all.push({ name: span.name, values: numbers });
    this.known.set(key, span);
    return span;
  }

  /** A name for memory, which no constant has. */
  memory(name: string, length: number): Span {
    return { kind: 'span', name: this.names(name), from: 0, length };
  }
}

/** Collects the memory and the steps of a part. */
export class PartBuilder implements Part {
  readonly memory: Span[] = [];
  readonly statements: Statement[] = [];

  constructor(readonly constants: Constants) {}

  /** Claims memory for so many numbers. */
  claim(name: string, length: number): Span {
    const span = this.constants.memory(name, length);
    this.memory.push(span);
    return span;
  }

  set({ name, from }: Span, index: number, value: Expression): void {
    this.statements.push({ kind: 'set', name, index: from + index, value });
  }

  do(name: string, ...values: readonly (Expression | Span)[]): void {
    this.statements.push({ kind: 'do', call: call(name, ...values) });
  }

  refuse(isError: boolean, ...[name, ...values]: Parameters<typeof call>): void {
    this.statements.push({ kind: 'refuse', call: call(name, ...values), isError });
  }
}
