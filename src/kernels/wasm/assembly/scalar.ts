/** a or b, without a branch: for conditions that nobody can foresee. */
// @ts-ignore: decorator
@inline
export function choose<T>(condition: bool, a: T, b: T): T {
  return select<T>(a, b, condition);
}
