import { MlpError } from '../errors.js';
import { loopNames, loopTable } from './loop_table.js';
import { rowwiseLoops, rowwiseNames } from './rowwise.js';
import type { Numbers } from './vector.js';

/** A vector that a loop is given. */
export interface LoopOperand {
  readonly name: string;
  /** Index of its numbers: each element, each row, each column, or (coefficients) none of these. */
  readonly by: 'element' | 'row' | 'column' | 'loop';
  readonly access: 'read' | 'write';
}

/**
 * A loop over elements, or over the columns of rows: a function whose parameters are the addresses of its operands,
 * then n, or rows and columns, then some of the options of its variant.
 */
export interface CompiledLoop {
  /**
   * `elements`: of any shape; `rows`: of rows and columns; `rowSums`, `columnSums`: into a number for each row or
   * column.
   */
  readonly frame: 'elements' | 'rows' | 'rowSums' | 'columnSums' | 'passes';
  readonly operands: readonly LoopOperand[];
  /** The names of the options that it is given. */
  readonly numbers: readonly string[];
  /** Nanoseconds of an element in WebAssembly, roughly. */
  readonly cost: number;
}

/** All loops by the names of their functions: those made of formulas, and those over whole rows. */
export const loopTables: Readonly<Record<string, CompiledLoop>> = { ...loopTable, ...rowwiseLoops };

/**
 * Runs a loop over vectors by the names of its operands; `options` are those of the variant that its formula is one of.
 */
export type Loop = (
  vectors: Readonly<Record<string, Numbers | null>>,
  rows: number,
  columns: number,
  options?: object,
) => void;

/**
 * The loop of a formula, such as `activation.elu.y`, where `call` calls a function of the backend.
 *
 * @throws MlpError `bug` where there is no such formula.
 */
export function compiledLoop(name: string, call: (fn: string, values: (Numbers | number)[]) => void): Loop {
  const all: Readonly<Record<string, (options: never) => string>> = { ...loopNames, ...rowwiseNames };
  const choose = Object.hasOwn(all, name) ? all[name] : undefined;
  if (!choose)
    throw new MlpError('bug', `no formula is called ${name}: npm run build makes the loops of new ones`);
  return (vectors, rows, columns, options = {}) => {
    const given = options as Readonly<Record<string, number | boolean>>;
    const fn = choose(options as never);
    const { frame, operands, numbers } = loopTables[fn];
    call(fn, [
      ...operands.map((operand) => vectors[operand.name]!),
      ...(frame === 'elements' ? [rows * columns] : [rows, columns]),
      ...numbers.map((option) => Number(given[option])),
    ]);
  };
}
