import { exp, log } from '../../math/index.js';

/** Probabilities of levels by their logits a[from … from + levels), into p from 0 on; returns log Σ eᵃ. */
export function softmaxOf(a: Float64Array, from: number, levels: number, p: Float64Array): number {
  let most = a[from];
  for (let k = 1; k < levels; k++) most = Math.max(most, a[from + k]);
  let sum = 0;
  for (let k = 0; k < levels; k++) {
    p[k] = exp(a[from + k] - most);
    sum += p[k];
  }
  for (let k = 0; k < levels; k++) p[k] /= sum;
  return most + log(sum);
}
