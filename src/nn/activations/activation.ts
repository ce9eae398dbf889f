import type * as z from '../../zod.js';
import type { InitializerName } from '../initializers/index.js';

/**
 * An activation y = f(x), applied to `rows` × `columns` values, row by row. Plain loops over arrays: this is the
 * reference that a faster backend has to match bit for bit.
 *
 * Letters: x input, y output, d + name the gradient of the loss with respect to it.
 */
export interface Activation {
  /** What a config may say beside its name. Defaults live here alone. */
  readonly options: z.ZodObject;
  /** Where every y lies, ends included: a loss may ask for that. */
  readonly range: readonly [low: number, high: number];
  /** Whether each row of y is a distribution (softmax); such an activation belongs in a head. */
  readonly rowwise?: true;
  /** Where f′ jumps: a numeric gradient is no witness there. */
  readonly kinks: readonly number[];
  /** The initializer of the weights before it, where the config says `auto`. */
  readonly initializer: InitializerName;
  /**
   * What backward looks at beside dy. 'y': it never reads x, so forward may put y over x, and x and y may then be one
   * buffer in backward too. 'x': both need buffers of their own.
   */
  readonly backwardReads: 'x' | 'y';
  /** y = f(x). y may be x itself (which destroys x: see `backwardReads`). NaN stays NaN. */
  forward(x: Float64Array, y: Float64Array, rows: number, columns: number, options: object): void;
  /** dx = f′(x) dy, from x or from y as `backwardReads` says. dx may be dy itself. */
  backward(
    x: Float64Array,
    y: Float64Array,
    dy: Float64Array,
    dx: Float64Array,
    rows: number,
    columns: number,
    options: object,
  ): void;
}
