/** ‖g‖₂ of the first n elements, summed in order; scaled where the squares overflow. */
function norm(g: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += g[i] * g[i];
  if (sum !== Infinity) return Math.sqrt(sum);
  let largest = 0;
  for (let i = 0; i < n; i++) largest = Math.max(largest, Math.abs(g[i]));
  sum = 0;
  for (let i = 0; i < n; i++) sum += (g[i] / largest) * (g[i] / largest);
  return largest * Math.sqrt(sum);
}

/**
 * Scales the whole gradient by limit / (‖g‖₂ + 10⁻⁶) where that is below 1, so that its norm is at most `limit`.
 * PyTorch's clip_grad_norm_. Returns the norm as it was. A gradient that is not finite becomes NaN: a divergence stays
 * visible.
 */
export function clipNorm(g: Float64Array, n: number, limit: number): number {
  const length = norm(g, n);
  const factor = Number.isFinite(length) ? limit / (length + 1e-6) : NaN;
  if (!(factor >= 1)) for (let i = 0; i < n; i++) g[i] *= factor;
  return length;
}

/** Brings every element into [−limit, limit]; NaN stays. PyTorch's clip_grad_value_. */
export function clipValue(g: Float64Array, n: number, limit: number): void {
  for (let i = 0; i < n; i++) g[i] = Math.max(-limit, Math.min(limit, g[i]));
}
