/**
 * Whether a condition holds whose branch is to be computed only then, as it is rare or costs much: loops that compute
 * several numbers at once (src/build/formulas) otherwise compute both branches for all of them, and choose.
 */
export function lazily(condition: boolean): boolean {
  return condition;
}

/** Whether a condition holds that hardly ever does: its branch is computed apart from the usual one, only then. */
export function unlikely(condition: boolean): boolean {
  return condition;
}
