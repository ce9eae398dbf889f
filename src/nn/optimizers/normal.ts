/** The least normal number, 2⁻¹⁰²². */
const leastNormal = 2.2250738585072014e-308;

/**
 * A decaying mean, or 0 where it has come below the normal numbers. Where a gradient is 0 for good, as of a dead unit,
 * it would stay there, as 0.9 times the least number rounds to that number: processors take some hundred cycles for
 * arithmetic with subnormal numbers, and no weight changes by what they add.
 */
export const normal = (mean: number): number => (Math.abs(mean) < leastNormal ? 0 : mean);
