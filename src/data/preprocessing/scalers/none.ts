import type { Scaler } from './scaler.js';

/** Leaves values as they are. */
export const none = { fit: () => ({ center: 0, scale: 1 }) } satisfies Scaler;
