/** Joins names or what is said of things; of many only the first, with their number: `a, b, … (30 in all)`. */
export const shortList = (items: readonly string[], most: number, separator = ', '): string =>
  items.length <= most
    ? items.join(separator)
    : `${items.slice(0, most).join(separator)}${separator}… (${items.length} in all)`;
