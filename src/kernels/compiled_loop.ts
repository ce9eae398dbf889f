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
   * column; `passes`: several times over the columns of each row, by sums and maxima of it.
   */
  readonly frame: 'elements' | 'rows' | 'rowSums' | 'columnSums' | 'passes';
  readonly operands: readonly LoopOperand[];
  /** The names of the options that it is given. */
  readonly numbers: readonly string[];
  /** Nanoseconds of an element in WebAssembly, roughly. */
  readonly cost: number;
}
