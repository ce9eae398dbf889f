import type { Layout } from './layout.js';

/** Copies all weights w and running statistics of a network to the beginning of a vector. */
export function takeSnapshot(w: Float64Array, { statistics }: Layout, copy: Float64Array): void {
  copy.set(w);
  let offset = w.length;
  for (const { view } of statistics) {
    copy.set(view, offset);
    offset += view.length;
  }
}

/** Puts back what `takeSnapshot` copied. */
export function restoreSnapshot(copy: Float64Array, w: Float64Array, { statistics }: Layout): void {
  w.set(copy.subarray(0, w.length));
  let offset = w.length;
  for (const { view } of statistics) {
    view.set(copy.subarray(offset, offset + view.length));
    offset += view.length;
  }
}
