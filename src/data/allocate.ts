/** Gives numbers a place, zeroed. */
export type Allocate = (length: number) => Float64Array;

export const allocateHere: Allocate = (length) => new Float64Array(length);
