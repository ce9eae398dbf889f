import type { Ranks } from '../ranks/ranks.js';
import type { Loop } from './loops.js';
import type { Numbers } from './vector.js';

/**
 * The arithmetic that decides speed, behind one small interface. Matrices are row-major views of Float64Array.
 *
 * The order of every sum is fixed, so that each backend and any number of threads give the same bits: an element of
 * a product starts from its initial value (0, the bias, or what was there) and adds a·b for k = 0, 1, 2 …, each
 * product and each sum rounded on its own (no fused multiply-add).
 *
 * A layer computes by these alone. Its vectors are `Vector`s, whose numbers are out of its reach, so that all it does
 * can be recorded (see `Recording.record`): arithmetic of numbers is a formula, from which the build makes a loop of
 * every backend (`loop`), and what is neither a kernel nor a formula goes through `runInJs`.
 */
export interface Kernels extends Arithmetic, Recording {
  readonly name: string;

  /** Processes that share the batches of training; left out where this one computes alone. */
  readonly ranks?: Ranks;

  /** Allocates a zeroed vector in this backend's memory: the only memory that its kernels may be given. */
  allocate(length: number): Float64Array;

  /**
   * Allocates a zeroed vector for data: in this backend's memory, as long as that leaves room for a network, or else
   * elsewhere.
   */
  allocateData(length: number): Float64Array;

  /** Takes back a vector that `allocate` gave, and that nothing, no recorded program either, will use any more. */
  release(vector: Float64Array): void;

  /** Allocates a vector that no kernel is given, all 0: in memory that was taken back, where that has room for it. */
  allocateResult(length: number): Float64Array;

  /**
   * Returns an array that is in this backend's memory as it is, a copy there of another; null where there is no room
   * for so many numbers.
   */
  toBackendMemory(array: Float64Array): Float64Array | null;

  /**
   * Finds the compiled loop of a formula by its name, such as `activation.elu.y`, and its options. It gives the bits of
   * the plain one.
   *
   * @throws MlpError `bug` where there is no such formula, or not an option that it takes.
   */
  loop(name: string, options?: object): Loop;
}

/** The kernels that compute. */
export type Arithmetic = Products & MemberProducts & Encodings & Batches;

/** Products of matrices, and sums, products and copies of their elements. */
export interface Products {
  /**
   * y[rows, outputs] = b + x[rows, inputs] wᵀ with w[outputs, inputs]; b is null where there is no bias. y may not be
   * x.
   */
  affine(
    x: Numbers,
    w: Numbers,
    b: Numbers | null,
    y: Numbers,
    rows: number,
    inputs: number,
    outputs: number,
  ): void;

  /** c[m, n] = a[m, k] b[k, n]. c may not be a or b. */
  matmul(a: Numbers, b: Numbers, c: Numbers, m: number, k: number, n: number): void;

  /** c[m, n] = aᵀ b with a[k, m] and b[k, n]. c may not be a or b. */
  matmulTransposed(a: Numbers, b: Numbers, c: Numbers, m: number, k: number, n: number): void;

  /** c = a + b, elementwise; c may be a or b. */
  add(a: Numbers, b: Numbers, c: Numbers, n: number): void;

  /** c = a ∘ b, elementwise; c may be a or b. */
  multiply(a: Numbers, b: Numbers, c: Numbers, n: number): void;

  /** b = a */
  copy(a: Numbers, b: Numbers, n: number): void;

  /**
   * Draws n numbers of a mask from the generator whose state is in `state` (see loadState), and leaves the state after
   * them there: mask[i] is 0 where the next number of `uniform` is less than `rate`, and 1 / (1 − rate) elsewhere. Does
   * nothing where state[0] is 0.
   */
  keepMask(state: Numbers, mask: Numbers, n: number, rate: number): void;

  /** x = value, n times. */
  fill(x: Numbers, n: number, value: number): void;

  /** result[0] = 1 where each of the n numbers of x is finite, or else 0. */
  allFinite(x: Numbers, result: Numbers, n: number): void;
}

/**
 * Arithmetic of the members of an ensemble, which lie side by side: a row of x[rows, members · columns] has the columns
 * of the first member, then those of the second. The same memory is x[rows · members, columns].
 */
export interface MemberProducts {
  /** y = b + x wᵀ for each member, with w[members, outputs, inputs] and b[members, outputs] or null. y may not be x. */
  memberAffine(
    x: Numbers,
    w: Numbers,
    b: Numbers | null,
    y: Numbers,
    rows: number,
    inputs: number,
    outputs: number,
    members: number,
  ): void;

  /** c[rows, members · n] = a[rows, members · k] b for each member, with b[members, k, n]. c may not be a or b. */
  memberMatmul(a: Numbers, b: Numbers, c: Numbers, rows: number, k: number, n: number, members: number): void;

  /** c[members, m, n] = aᵀ b for each member, with a[rows, members · m] and b[rows, members · n]. */
  memberMatmulTransposed(
    a: Numbers,
    b: Numbers,
    c: Numbers,
    m: number,
    rows: number,
    n: number,
    members: number,
  ): void;

  /** v[i, p, q] = s[i, p] w[i, p, q] r[i, q] for each member i; `matrices` 1: w is w[p, q] for all; s is 1 for null. */
  memberWeights(
    w: Numbers,
    r: Numbers,
    s: Numbers | null,
    v: Numbers,
    members: number,
    outputs: number,
    inputs: number,
    matrices: number,
  ): void;

  /**
   * The gradients of w, r and s, given dv, that of memberWeights' result: dw = Σ over members (where they share w) of s
   * r dv, dr = Σ over p of s w dv, ds = Σ over q of w r dv; each sum in the order of its index. s and ds may be null.
   */
  memberWeightsGradient(
    dv: Numbers,
    w: Numbers,
    r: Numbers,
    s: Numbers | null,
    dw: Numbers,
    dr: Numbers,
    ds: Numbers | null,
    members: number,
    outputs: number,
    inputs: number,
    matrices: number,
  ): void;

  /**
   * The gradients of y = w ∘ x + b by column, given dy: dx = w ∘ dy, dw = Σ rows of x ∘ dy, db = Σ rows of dy, rows
   * added in their order; db may be null. dx may be x or dy.
   */
  scaleGradients(
    w: Numbers,
    x: Numbers,
    dy: Numbers,
    dx: Numbers,
    dw: Numbers,
    db: Numbers | null,
    rows: number,
    columns: number,
  ): void;

  /** y[i · times + k] = x[i] / divisor: each row `times` times. */
  repeat(x: Numbers, y: Numbers, rows: number, columns: number, times: number, divisor: number): void;

  /** y[i] = (x[i · times] + x[i · times + 1] + …) / divisor, for each column. */
  sumRepeats(x: Numbers, y: Numbers, rows: number, columns: number, times: number, divisor: number): void;
}

/**
 * Learned encodings of single columns of x [rows, columns], each into `width` columns of z [rows, outputs] from `at`
 * on.
 */
export interface Encodings {
  /** z[i, at + j] = x[i, from + j] for j < count. */
  copyColumns(
    x: Numbers,
    z: Numbers,
    rows: number,
    columns: number,
    outputs: number,
    from: number,
    at: number,
    count: number,
  ): void;

  /** offsets[t] = bias + w[0] + … + w[t − 1], added in this order, for t < bins; all of `width` numbers. */
  binOffsets(w: Numbers, bias: Numbers, offsets: Numbers, bins: number, width: number): void;

  /**
   * z = offsets[t] + slope x + w[t] e, in this order, where x, of column `input`, lies in bin t, the last whose edge is
   * not above it or the first, at e = (x − edges[t]) / (edges[t + 1] − edges[t]). t and e are kept by row.
   */
  piecewise(
    x: Numbers,
    edges: Numbers,
    offsets: Numbers,
    slope: Numbers,
    w: Numbers,
    bin: Numbers,
    fraction: Numbers,
    z: Numbers,
    rows: number,
    columns: number,
    outputs: number,
    input: number,
    at: number,
    bins: number,
    width: number,
  ): void;

  /**
   * The gradients of w, slope and bias: dw[t] = Σ e dz over the rows in bin t + Σ dz over those in later ones, dslope =
   * Σ x dz, dbias = Σ dz. Rows are added in their order, the sums of bins from the last to the first. `sums` [bins,
   * width] is overwritten.
   */
  piecewiseGradient(
    x: Numbers,
    dz: Numbers,
    bin: Numbers,
    fraction: Numbers,
    dw: Numbers,
    dslope: Numbers,
    dbias: Numbers,
    sums: Numbers,
    rows: number,
    columns: number,
    outputs: number,
    input: number,
    at: number,
    bins: number,
    width: number,
  ): void;

  /** dx[i, input] = Σ (slope + w[t] / (edges[t + 1] − edges[t])) dz. */
  piecewiseInput(
    dz: Numbers,
    edges: Numbers,
    slope: Numbers,
    w: Numbers,
    bin: Numbers,
    dx: Numbers,
    rows: number,
    columns: number,
    outputs: number,
    input: number,
    at: number,
    bins: number,
    width: number,
  ): void;

  /** z = w[x], the vector of the level that column `input` has, rounded to an integer. */
  embed(
    x: Numbers,
    w: Numbers,
    z: Numbers,
    rows: number,
    columns: number,
    outputs: number,
    input: number,
    at: number,
    levels: number,
    width: number,
  ): void;

  /** dw[x] = Σ dz over the rows with this x, in their order. */
  embedGradient(
    x: Numbers,
    dz: Numbers,
    dw: Numbers,
    rows: number,
    columns: number,
    outputs: number,
    input: number,
    at: number,
    levels: number,
    width: number,
  ): void;

  /** dx[i, input + j] = 0 for j < count: of what no derivative is taken by. */
  zeroColumns(dx: Numbers, rows: number, columns: number, input: number, count: number): void;
}

/**
 * Rows of a split as a batch, in the order in which an epoch takes them: `order` holds indices of rows, `from[0]` is
 * the index there of the batch's first.
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

  /** x[i] = i, for i < n. */
  countUp(x: Numbers, n: number): void;

  /**
   * Shuffles the n numbers of x as `shuffle` of random.ts does, by the generator whose state is in `state` (see
   * loadState), and leaves the state after that there. Does nothing where state[0] is 0.
   */
  shuffle(state: Numbers, x: Numbers, n: number): void;

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

/** Recording of work that is done again and again over the same memory, so that a backend can do it all in one call. */
export interface Recording {
  /**
   * Records what `body` does as a program. `body` is called once, when the program is recorded, or in every run: which
   * of them depends on the backend. Within it, and so within a layer's `forward` and `backward`,
   *
   * - kernels, loops of formulas, `runInJs` and `whereFinite` may be called: they are what each run does again;
   * - sizes, options and branches are those of the recording: they may not depend on a number in a vector, nor on
   *   anything else that changes from run to run;
   * - memory may not be allocated, random numbers are drawn within `runInJs` alone, and no program may be recorded.
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

  /**
   * Does what `body` asks for where value[0] is finite: within `record` in those runs in which it then is. One may not
   * lie within another.
   */
  whereFinite(value: Numbers, body: () => void): void;
}

/** Recorded work, over the memory that it was recorded with. */
export interface Program {
  run(): void;
  /**
   * Runs once for each of the first `times` rows of a series, and ends after a run whose first output is not finite.
   * Returns the number of runs.
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
