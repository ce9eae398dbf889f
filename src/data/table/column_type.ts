import type { CellFacts } from './column_facts.js';

/**
 * Type that a column has by its cells: numbers; categories; dates; an identifier, which tells nothing of other rows
 * (categories where it is a target); texts that are too many for categories; or a mixture of numbers and texts that is
 * not to be guessed.
 */
export type Verdict = 'number' | 'category' | 'date' | 'identifier' | 'texts' | 'mixed';

/** Share of a column's cells that are to be numbers, or dates, for the others to be missing ones. */
export const numberShare = 0.9;

/** Fewest rows at which a column with another value in each is an identifier. */
const fewestIdentifiers = 10;

/** Number of cells that are not missing. */
export function present({ rows, missing }: Pick<CellFacts, 'rows' | 'missing'>): number {
  let count = rows;
  for (const cells of missing.values()) count -= cells;
  return count;
}

/** True where the whole numbers of a column are names: they lose what tells them apart as numbers, or are texts. */
export const isSpelled = (facts: CellFacts): boolean =>
  facts.found.padded !== undefined ||
  facts.found.unheld !== undefined ||
  facts.twice !== undefined ||
  (facts.areTexts === true && facts.numbers > 0 && facts.numbers >= numberShare * present(facts));

/** True where nearly all cells are dates of one format. */
export const isDates = (facts: Pick<CellFacts, 'rows' | 'missing' | 'dates'>): boolean =>
  facts.dates !== undefined && facts.dates.count >= numberShare * (present(facts) - facts.dates.missing);

/** True where most cells are dates of one format, and too many are none for the column to be one of dates. */
export const areMostlyDates = (facts: Pick<CellFacts, 'rows' | 'missing' | 'dates'>): boolean =>
  facts.dates !== undefined &&
  2 * facts.dates.count > present(facts) - facts.dates.missing &&
  !isDates(facts);

/** Decides what a column is, by its cells, where the config does not say: the one place where that is done. */
export function decideType(facts: CellFacts): Verdict {
  const { found, numbers, distinct } = facts;
  const cells = present(facts);
  const countsAsNumber = numbers + (found.infinite?.count ?? 0);
  const tooMany = distinct === Number.POSITIVE_INFINITY;
  if (isDates(facts)) return 'date';
  const isNumeric = countsAsNumber >= numberShare * cells;
  if (facts.areTexts && !isNumeric) return tooMany ? 'texts' : 'category';
  if (isSpelled(facts) && (isNumeric || !tooMany)) {
    const isUnique = distinct === cells && cells >= fewestIdentifiers;
    return tooMany || (isUnique && isNumeric) ? 'identifier' : 'category';
  }
  if (isNumeric) return 'number';
  if (countsAsNumber > cells / 2) return 'mixed';
  return tooMany ? 'texts' : 'category';
}
