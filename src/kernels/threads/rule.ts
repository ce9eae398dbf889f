import { MlpError } from '../../errors.js';

/** A vector or matrix that a function takes by its address. */
export interface Operand {
  readonly access: 'read' | 'write';
  /** Numbers that a unit takes: the product of the arguments at these places. null: all units take the whole. */
  readonly unit: readonly number[] | null;
  /** Numbers of the whole: the product of the arguments at these places. */
  readonly length: readonly number[];
}

/** Rule of a function of the module: what it reads and writes, how its work falls into parts, and how much it is. */
export interface Rule {
  /** Operands in the order of the addresses, which come first among the arguments. */
  readonly operands: readonly Operand[];
  /**
   * The place among the arguments of the number of units (rows, columns or elements of the output); null: it is done as
   * a whole.
   */
  readonly over: number | null;
  /**
   * The places of the arguments by whose product the work grows, and nanoseconds where that is 1, roughly
   * (test/bench/NOTES.md).
   */
  readonly work: readonly number[];
  readonly cost: number;
  /** The places of sizes that are given once more at the end, as those of the whole: a part has less of them. */
  readonly repeated?: readonly number[];
}

/** An operand by the names of its dimensions. */
interface Shape {
  readonly access: Operand['access'];
  readonly dimensions: readonly string[];
}

interface Units {
  /** The size that counts the units; left out where the work is done as a whole. */
  readonly over?: string;
  /** The sizes that the work grows with: all, where they are left out. */
  readonly work?: string;
  readonly cost: number;
}

const list = (names: string): string[] => names.split(', ').filter((name) => name !== '');

/**
 * The rule of a function of these operands, then numbers: `sizes`. An operand that has `over` among its dimensions, or
 * `all over`, is divided: what comes after that is a unit's. `all over` is given once more at the end.
 */
export function ruleOf(
  operands: readonly Shape[],
  sizes: readonly string[],
  { over, work, cost }: Units,
): Rule {
  const names = [...sizes, `all ${over}`];
  const place = (name: string): number => {
    if (!names.includes(name)) throw new MlpError('bug', `no size is called ${name}: ${names.join(', ')}`);
    return operands.length + names.indexOf(name);
  };
  const isUnits = (name: string) => name === over || name === `all ${over}`;
  const isRepeated = operands.some(({ dimensions }) => dimensions.includes(`all ${over}`));
  return {
    operands: operands.map(({ access, dimensions }) => {
      const length = dimensions.map(place);
      const at = dimensions.findIndex(isUnits);
      return { access, unit: at < 0 ? null : length.slice(at + 1), length };
    }),
    over: over === undefined ? null : place(over),
    work: (work === undefined ? sizes : list(work)).map(place),
    cost,
    ...(isRepeated && { repeated: [place(over!)] }),
  };
}

/** `x[rows, inputs] w[outputs, inputs] -> y[rows, outputs]`: what is read, then what is written; `sum` is one number. */
export function rule(signature: string, sizes: string, units: Units): Rule {
  const shapes = signature.split('->').flatMap((half, i) =>
    [...half.matchAll(/\w+(?:\[(.*?)\])?/g)].map(
      ([, dimensions = '']): Shape => ({
        access: i === 0 ? 'read' : 'write',
        dimensions: list(dimensions),
      }),
    ),
  );
  return ruleOf(shapes, list(sizes), units);
}
