import type { Scaler } from './scaler.js';

/** The value as it is. */
export const none = { fit: () => ({ center: 0, scale: 1 }) } satisfies Scaler;
