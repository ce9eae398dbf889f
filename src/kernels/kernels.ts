import type { Loop } from './loops.js';
import type { Numbers } from './vector.js';

/**
 * The arithmetic that decides speed, behind one small interface. Matrices are row-major views of Float64Array.
 *
 * The order of every sum is fixed, so that each backend and any number of threads give the same bits: an element of
 * a product starts from its initial value (0, the bias, or what was there) and adds a·b for k = 0, 1, 2 …, each
 * product and each sum rounded on its own (no fused multiply-add).
 */
export interface Kernels extends Products, Batches, Recording {
  readonly name: string;

  /** A zeroed vector in this backend's memory: the only memory that its kernels may be given. */
  allocate(length: number): Float64Array;

  /**
   * A zeroed vector for data: in this backend's memory, as long as that leaves room for a network, or else elsewhere.
   */
  allocateData(length: number): Float64Array;

  /**
   * An array in this backend's memory: itself where it is there, or a copy; null where there is no room for so many
   * numbers.
   */
  toBackendMemory(array: Float64Array): Float64Array | null;

  /**
   * The compiled loop of a formula by its name, such as `activation.elu.y`, which gives the bits of the plain one.
   *
   * @throws MlpError `bug` where there is no such formula.
   */
  loop(name: string): Loop;
}

export interface Products {
  /** y[rows, outputs] = b + x[rows, inputs] wᵀ with w[outputs, inputs]; no bias: null. y may not be x. */
  affine(
    x: Numbers,
    w: Numbers,
    b: Numbers | null,
    y: Numbers,
    rows: number,
    inputs: number,
    outputs: number,
  ): void;

  /** c[m, n] = a[m, k] b[k, n], or c += … where `accumulate`. c may not be a or b. */
  matmul(a: Numbers, b: Numbers, c: Numbers, m: number, k: number, n: number, accumulate: boolean): void;

  /** c[m, n] = aᵀ b with a[k, m] and b[k, n], or c += … where `accumulate`. c may not be a or b. */
  matmulTransposed(
    a: Numbers,
    b: Numbers,
    c: Numbers,
    m: number,
    k: number,
    n: number,
    accumulate: boolean,
  ): void;

  /** sums[j] = Σᵢ x[i, j], rows added in their order. */
  columnSums(x: Numbers, sums: Numbers, rows: number, columns: number): void;

  /** c = a + b, elementwise; c may be a or b. */
  add(a: Numbers, b: Numbers, c: Numbers, n: number): void;

  /** c = a ∘ b, elementwise; c may be a or b. */
  multiply(a: Numbers, b: Numbers, c: Numbers, n: number): void;

  /** b = a */
  copy(a: Numbers, b: Numbers, n: number): void;

  /** x = value, n times. */
  fill(x: Numbers, n: number, value: number): void;
}

/**
 * A batch: rows of a split, in the order in which an epoch takes them. `order` holds indices of rows, `from[0]` is the
 * place there of the batch's first.
 */
export interface Batches {
  /** x[i] = source[order[from + i]] */
  gather(source: Numbers, order: Numbers, from: Numbers, x: Numbers, rows: number, columns: number): void;

  /** t[i] is 1 in column source[order[from + i]], and 0 elsewhere. */
  gatherOneHot(
    source: Numbers,
    order: Numbers,
    from: Numbers,
    t: Numbers,
    rows: number,
    columns: number,
  ): void;

  /** total[0] = Σ s, the weights of the rows; scale = s / Σ s, or s where that is 0. */
  meanScale(
    weights: Numbers,
    order: Numbers,
    from: Numbers,
    scale: Numbers,
    total: Numbers,
    rows: number,
  ): void;

  /** sum[0] = Σ s ℓ over the rows whose s is not 0, in their order; s are `weights`, all 1 for null. */
  weightedSum(
    losses: Numbers,
    weights: Numbers | null,
    order: Numbers,
    from: Numbers,
    sum: Numbers,
    rows: number,
  ): void;
}

/** Work that is done again and again over the same memory: noted once, so that a backend can do it all at once. */
export interface Recording {
  /**
   * Records what `body` does as a program. `body` may do nothing but call kernels, and the two functions below; it is
   * called when the program is recorded, when it runs, or both. Only the numbers in the memory change between runs.
   */
  record(body: () => void): Program;

  /**
   * Does what no kernel does, over the arrays of `reads` and then of `writes`: within `record` when its turn comes in
   * each run, elsewhere at once, as kernels are. Nothing that `work` does may depend on anything else that changes
   * between runs but generators of random numbers.
   */
  runInJs(
    reads: readonly Numbers[],
    writes: readonly Numbers[],
    work: (...arrays: Float64Array[]) => void,
  ): void;

  /** Records, within `record`, what `body` asks for, to be done in the runs in which value[0] is then finite. */
  whereFinite(value: Numbers, body: () => void): void;
}

export interface Program {
  run(): void;
  /**
   * Runs for each of the first `times` rows of a series, and ends after one whose first output is not finite. Returns
   * how many.
   */
  runSeries(series: Series, times: number): number;
}

/**
 * Numbers that change from run to run: run k has row k of `inputs` in `input`, and leaves `output` in row k of
 * `outputs`. All in the backend's memory.
 */
export interface Series {
  readonly input: Float64Array;
  readonly inputs: Float64Array;
  readonly output: Float64Array;
  readonly outputs: Float64Array;
}
