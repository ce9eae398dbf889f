/**
 * Text of an integer with its digits in groups: 1,234,567. toLocaleString would load the engine's tables of languages,
 * which takes longer than reading a config.
 */
export const formatCount = (count: number): string => String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');

/** Count of things in words: `1 row`, `2 rows`. */
export const counted = (count: number, thing: string): string =>
  `${formatCount(count)} ${thing}${count === 1 ? '' : 's'}`;
