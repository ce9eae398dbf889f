/** First of the hundred years that years of two digits are of where a format does not say: that of POSIX. */
export const usualFirst = 1969;

/** The directive of such years, %y; or, with the first of the hundred years that they are of, %1930y. */
const directive = /%(\d{4})?y/;

/** First of the hundred years that the years of a format are of; undefined where they do not have two digits. */
export function firstYearOf(format: string): number | undefined {
  const found = directive.exec(format.replaceAll('%%', ''));
  return found ? Number(found[1] ?? usualFirst) : undefined;
}

/** The format with years of two digits that are of the hundred years from `first` on. */
export const withFirstYear = (format: string, first: number): string =>
  format.replace(directive, first === usualFirst ? '%y' : `%${first}y`);

/** Years of two digits that %y takes for the future, and spreadsheets for the past. */
const [firstDoubtful, lastDoubtful] = [30, 68];

/**
 * First of the hundred years that a column's years, 0 to 99, are most likely of. It matters for 30 to 68 alone: they
 * are 2030 to 2068 where they go on from the years before 30, and 1930 to 1968 where they lie nearer to those from 69
 * on, or where there are none before 30, as nothing begins in the future.
 */
export function likelyFirst(years: Iterable<number>): number {
  let [below, lowest, highest, above] = [-Infinity, Infinity, -Infinity, Infinity];
  for (const year of years)
    if (year < firstDoubtful) below = Math.max(below, year);
    else if (year > lastDoubtful) above = Math.min(above, year);
    else [lowest, highest] = [Math.min(lowest, year), Math.max(highest, year)];
  return lowest <= highest && lowest - below >= above - highest ? 1900 + firstDoubtful : usualFirst;
}
