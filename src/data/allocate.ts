/** Gives memory for so many numbers, all 0. */
export type Allocate = (length: number) => Float64Array;

/** Allocates from JavaScript's heap. */
export const allocateHere: Allocate = (length) => new Float64Array(length);
