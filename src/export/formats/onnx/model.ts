import { MlpError } from '../../../errors.js';
import { version } from '../../../version.js';
import { loops } from '../../code.js';
import type { Call, Expression, InputColumn, Part, Program, Span, Statement } from '../../program/index.js';
import { type Argument, type Columns, loopCall, slice, stepCalls, valueCalls } from './calls.js';
import { dataTypes, Graph, type Tensor } from './graph.js';
import { functionsOfNumbers } from './numbers.js';

/** A column of an array: that of a tensor; null where it is 0. */
type Column = { readonly tensor: Tensor; readonly at: number } | null;

const arithmetic = { '+': 'Add', '-': 'Sub', '*': 'Mul', '/': 'Div' } as const;

/** A model as ONNX: the steps of its program on tensors of all rows at once. */
export class OnnxModel {
  private readonly graph = new Graph();
  private readonly arrays = new Map<string, Column[]>();
  private readonly constants: ReadonlyMap<string, readonly number[]>;
  private readonly widths = new Map<Tensor, number>();
  /** Masks of the rows that have no answer. */
  private readonly refused: Tensor[] = [];
  private readonly first: Tensor;
  private zero: Tensor | undefined;

  constructor(private readonly program: Program) {
    const { constants, columns, values, x, answers } = program;
    this.constants = new Map(constants.all.map((each) => [each.name, each.values]));
    const { graph } = this;
    const given = columns.map(({ name, type }) =>
      graph.input(name, type === 'category' ? 'string' : 'double'),
    );
    [this.first] = given;
    this.claim(x);
    this.claim({ kind: 'span', name: 'answer', from: 0, length: answers.length });
    this.arrays.set(
      values.name,
      columns.map((column, i) => this.column(column.texts ? this.levels(column, given[i]) : given[i], 1, 0)),
    );
    for (const part of [program.encode, program.network, program.decide]) this.part(part);
  }

  /** The bytes of the model. */
  encode(): Uint8Array {
    const { graph, program } = this;
    const answers = this.arrays.get('answer')!;
    const mask = this.refused.reduce((all, each) => (all === '' ? each : graph.op('Or', [all, each])), '');
    const without = (value: Tensor, none: Tensor) =>
      mask === '' ? value : graph.op('Where', [mask, none, value]);
    program.answers.forEach(({ name, classes }, j) => {
      const value = this.tensorOf(answers[j]);
      if (!classes) {
        graph.output(name, 'double', without(value, graph.number(Number.NaN)));
        return;
      }
      const index = graph.op('Cast', [value], { to: dataTypes.int64 });
      const text = graph.op('Gather', [graph.texts(classes, [classes.length]), index], { axis: 0 });
      graph.output(name, 'string', without(text, graph.texts([''], [1, 1])));
    });
    return graph.model(program.name, version, {
      columns: JSON.stringify(program.columns.map(({ name, type }) => ({ name, type }))),
      answers: JSON.stringify(program.answers.map(({ name }) => name)),
      ...(program.answers[0].classes && { classes: JSON.stringify(program.answers[0].classes) }),
    });
  }

  /** The levels of texts; NaN for the empty one, which is a missing value. */
  private levels({ texts = [], unseen = -1 }: InputColumn, given: Tensor): Tensor {
    const { graph } = this;
    const known = texts.filter(({ text }) => text !== '');
    const missing = -2;
    const encoded = graph.op(
      'LabelEncoder',
      [given],
      {
        keys_strings: ['', ...known.map(({ text }) => text)],
        values_int64s: [missing, ...known.map(({ level }) => level)],
        default_int64: unseen,
      },
      'ai.onnx.ml',
    );
    const level = graph.op('Cast', [encoded], { to: dataTypes.double });
    const isMissing = graph.op('Less', [level, graph.number(missing + 0.5)]);
    return graph.op('Where', [isMissing, graph.number(Number.NaN), level]);
  }

  private part({ memory, statements }: Part): void {
    for (const span of memory) this.claim(span);
    for (const statement of statements) this.statement(statement);
  }

  private claim({ name, length }: Span): void {
    this.arrays.set(name, Array(length).fill(null));
  }

  private statement(statement: Statement): void {
    switch (statement.kind) {
      case 'set':
        this.arrays.get(statement.name)![statement.index] = this.column(this.value(statement.value), 1, 0);
        break;
      case 'do':
        this.do(statement.call);
        break;
      case 'refuse':
        this.refuse(statement.call);
    }
  }

  private do({ function: name, arguments: values }: Call): void {
    if (name === 'clear') {
      this.claim(values[0] as Span);
      return;
    }
    const given = values.map((value) => this.argument(value, name));
    if (name in loops) loopCall(this.graph, name, given);
    else if (!Object.hasOwn(stepCalls, name))
      throw new MlpError('usage', `the network calls ${name}, which has no form in ONNX: js and c have it`);
    else stepCalls[name](this.graph, ...(given as never[]));
  }

  /** Rows that a program refuses: by a missing value of a rule, or by one that is not finite. */
  private refuse({ function: name, arguments: values }: Call): void {
    const { graph } = this;
    const [span, list, rule] = values as [Span, Span, number];
    const numbers = this.constants.get(list.name)!;
    const isMeant = numbers.map((number) => (name === 'firstMissing' ? number === rule : number >= 0));
    const given = this.columnsOf(span).read();
    const difference = name === 'firstMissing' ? given : graph.op('Sub', [given, given]);
    const bad = graph.op('Cast', [graph.op('IsNaN', [difference])], { to: dataTypes.double });
    const counted = graph.op('Mul', [bad, graph.doubles(isMeant.map(Number), [1, isMeant.length])]);
    const sum = graph.op('ReduceSum', [counted, graph.integers([1])], { keepdims: 1 });
    this.refused.push(graph.op('Greater', [sum, graph.number(0)]));
  }

  /** An argument of a step: numbers are sizes and settings, but for the values that some take. */
  private argument(value: Expression | Span, name: string): Argument {
    if (typeof value === 'object' && value.kind === 'span') return this.columnsOf(value);
    return typeof value === 'number' && !(name in valueCalls) && !(name in functionsOfNumbers)
      ? value
      : this.value(value);
  }

  /** The value of an expression, [rows, 1], or one number for all. */
  private value(value: Expression): Tensor {
    const { graph } = this;
    if (typeof value === 'number') return graph.number(value);
    switch (value.kind) {
      case 'element':
        return this.tensorOf(this.arrays.get(value.name)![value.index]);
      case 'negation':
        return graph.op('Neg', [this.value(value.argument)]);
      case 'operation':
        return graph.op(arithmetic[value.operator], [this.value(value.left), this.value(value.right)]);
      case 'call': {
        const given = value.arguments.map((each) => this.argument(each, value.function));
        const make = valueCalls[value.function] ?? functionsOfNumbers[value.function];
        return make(graph, ...(given as never[]));
      }
    }
  }

  private columnsOf(span: Span): Columns {
    const { name, from, length } = span;
    const constant = this.constants.get(name);
    if (constant)
      return { length, constant, read: () => this.graph.doubles(constant, [1, length]), write() {} };
    const array = this.arrays.get(name)!;
    return {
      length,
      read: () => this.read(array.slice(from, from + length)),
      write: (tensor, offset, count) => {
        for (let j = 0; j < count; j++) array[from + offset + j] = this.column(tensor, count, j);
      },
    };
  }

  private column(tensor: Tensor, width: number, at: number): Column {
    this.widths.set(tensor, width);
    return { tensor, at };
  }

  private tensorOf(column: Column): Tensor {
    if (!column) return this.zeros();
    const width = this.widths.get(column.tensor)!;
    return width === 1 ? column.tensor : slice(this.graph, column.tensor, column.at, 1);
  }

  /** Columns side by side, those of one tensor together. */
  private read(columns: readonly Column[]): Tensor {
    const pieces: Tensor[] = [];
    for (let i = 0; i < columns.length; ) {
      const first = columns[i];
      let count = 1;
      while (first && this.follows(columns[i + count], first, count)) count++;
      if (!first) pieces.push(this.zeros());
      else {
        const isWhole = first.at === 0 && this.widths.get(first.tensor) === count;
        pieces.push(isWhole ? this.perRow(first.tensor) : slice(this.graph, first.tensor, first.at, count));
      }
      i += count;
    }
    return pieces.length === 1 ? pieces[0] : this.graph.op('Concat', pieces, { axis: 1 });
  }

  private follows(column: Column | undefined, first: { tensor: Tensor; at: number }, count: number): boolean {
    return column?.tensor === first.tensor && column.at === first.at + count;
  }

  /** A tensor with a row for each, where it may be one number for all. */
  private perRow(tensor: Tensor): Tensor {
    return this.widths.get(tensor) === 1 ? this.graph.op('Add', [tensor, this.zeros()]) : tensor;
  }

  /** A column of zeros. */
  private zeros(): Tensor {
    const { graph } = this;
    this.zero ??= graph.op('ConstantOfShape', [graph.op('Shape', [this.first])], { value: { double: 0 } });
    return this.zero;
  }
}
