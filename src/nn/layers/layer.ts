import type { Vector } from '../../kernels/index.js';
import type { Random } from '../../random.js';

/** What one pass through the network is for. */
export interface Pass {
  /** Training: dropout drops, noise is added, batch statistics are used and remembered. */
  readonly training: boolean;
  /** Keep the masks and noise of the pass before, and remember no statistics: a numeric gradient needs one fixed function. */
  readonly frozen: boolean;
  /** The source of masks and noise. */
  readonly random: Random;
}

/**
 * A module with forward and backward. Rows are samples: x is [rows, inputs], y is [rows, outputs], and dx, dy are the
 * gradients of the loss with respect to them. A layer may keep what backward needs from the forward pass before it.
 */
export interface Layer {
  readonly inputs: number;
  readonly outputs: number;
  /** y = f(x). y may not be x. */
  forward(x: Vector, y: Vector, rows: number, pass: Pass): void;
  /**
   * dx = (∂y/∂x)ᵀ dy, and the gradient of each parameter (overwritten, not added to). x and y are those of the forward
   * pass. dx may not be dy; where nobody needs it, it is null.
   */
  backward(x: Vector, y: Vector, dy: Vector, dx: Vector | null, rows: number, pass: Pass): void;
}

/** A layer as the resolved config holds it. */
export interface LayerConfig {
  readonly type: string;
}
