/**
 * The arithmetic that decides speed, behind one small interface. Matrices are row-major views of Float64Array.
 *
 * The order of every sum is fixed, so that each backend and any number of threads give the same bits: an element of
 * a product starts from its initial value (0, the bias, or what was there) and adds a·b for k = 0, 1, 2 …, each
 * product and each sum rounded on its own (no fused multiply-add).
 */
export interface Kernels {
  readonly name: string;

  /** A zeroed vector in this backend's memory: the only memory that its kernels may be given. */
  allocate(length: number): Float64Array;

  /** y[rows, outputs] = b + x[rows, inputs] wᵀ with w[outputs, inputs]; no bias: null. y may not be x. */
  affine(
    x: Float64Array,
    w: Float64Array,
    b: Float64Array | null,
    y: Float64Array,
    rows: number,
    inputs: number,
    outputs: number,
  ): void;

  /** c[m, n] = a[m, k] b[k, n], or c += … where `accumulate`. c may not be a or b. */
  matmul(
    a: Float64Array,
    b: Float64Array,
    c: Float64Array,
    m: number,
    k: number,
    n: number,
    accumulate: boolean,
  ): void;

  /** c[m, n] = aᵀ b with a[k, m] and b[k, n], or c += … where `accumulate`. c may not be a or b. */
  matmulTransposed(
    a: Float64Array,
    b: Float64Array,
    c: Float64Array,
    m: number,
    k: number,
    n: number,
    accumulate: boolean,
  ): void;

  /** sums[j] = Σᵢ x[i, j], rows added in their order. */
  columnSums(x: Float64Array, sums: Float64Array, rows: number, columns: number): void;

  /**
   * This backend's twin of a variant's own loops (an activation, a loss, an optimizer), which gives the same bits, or
   * the loops themselves where it has none: a new variant needs no backend to know it.
   */
  twin<Loops>(kind: 'activation' | 'loss' | 'optimizer', name: string, loops: Loops): Loops;
}
