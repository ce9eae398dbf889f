import { isCanonical } from '../numbers/decimal.js';
import { unitsOf } from '../numbers/format.js';
import { looksMissing } from './cells.js';
import { type CellFacts, FactsCollector } from './column_facts.js';
import { present } from './column_type.js';
import { lookAlikes } from './look_alikes.js';
import { type PlainNumbers, plainTexts } from './plain_numbers.js';
import type { Series } from './series.js';
import type { TextCodes } from './text_codes.js';

/** Facts collected on a column's cells, and counts of those that need no collecting. */
export interface CollectedFacts {
  readonly collected: FactsCollector;
  /** Texts that stand for a missing number, and are none of a missing category. */
  readonly missing: ReadonlyMap<string, number>;
  readonly plain: PlainNumbers;
}

/** Collects the facts on cells that are kept as codes, those apart whose text is missing in a column of numbers. */
export function factsOfCodes(
  codes: Series<Int32Array>,
  texts: TextCodes,
  missingTexts: ReadonlySet<string>,
): CollectedFacts {
  const counts = countsOf(codes, texts.texts.length);
  const collected = new FactsCollector();
  const missing = new Map<string, number>();
  texts.texts.forEach((text, code) => {
    const value = texts.values[code];
    if (missingTexts.has(text)) missing.set(text, counts[code]);
    else {
      collected.compare(text, value);
      if (!isCanonical(text, value)) collected.add(text, value, texts.places[code], counts[code]);
    }
  });
  return { collected, missing, plain: plainTexts(texts, counts) };
}

type Counted = Pick<CellFacts, 'rows' | 'missing' | 'distinct' | 'overflow' | 'areTexts' | 'withUnit'>;

/** Sums up the facts on all cells; `delimiter` is a hint on how numbers are written. */
export function cellFacts(
  { collected: { found: kinds, twice, respelled, detector, dates }, plain }: CollectedFacts,
  { rows, missing, distinct, overflow, areTexts, withUnit }: Counted,
  delimiter: string | undefined,
): CellFacts {
  const found = areTexts ? undefined : detector.best(plain, delimiter);
  // where the config names a unit, that of the other cells in its place is no format for all
  const format = withUnit && found && unitsOf(found).length > 0 ? undefined : found;
  const units = areTexts ? [] : detector.units;
  const { count, first } = detector.digits;
  return {
    rows,
    missing,
    numbers: present({ rows, missing }) - (kinds.odd?.count ?? 0) - (kinds.infinite?.count ?? 0),
    found: kinds,
    looksGrouped: plain.looksGrouped && !areTexts,
    ...(plain.groupable !== undefined && !areTexts && { groupable: plain.groupable }),
    ...(areTexts && { areTexts }),
    ...(twice && { twice }),
    ...(respelled && { respelled }),
    ...(distinct !== undefined && { distinct }),
    ...(overflow !== undefined && { overflow }),
    ...(withUnit && { withUnit }),
    ...(format && { format }),
    ...(!format && found && { otherUnit: found.example.text }),
    ...(!format && first !== undefined && !areTexts && { unread: { count, first } }),
    ...(!format && units.length > 0 && { units: { suffixes: units, cells: detector.numbers } }),
    ...(dates.found && { dates: dates.found }),
  };
}

/** The sums of two counts. */
export function sumCounts(
  a: ReadonlyMap<string, number>,
  b: ReadonlyMap<string, number>,
): Map<string, number> {
  const both = new Map(a);
  for (const [text, count] of b) both.set(text, (both.get(text) ?? 0) + count);
  return both;
}

/** Facts on categories by their texts: those that read like missing values, and those that look the same. */
export function factsOfCategories(
  codes: Series<Int32Array>,
  texts: readonly string[],
  missingIsSet: boolean,
): Pick<CellFacts, 'looksMissing' | 'lookAlikes'> {
  const missing = missingIsSet ? [] : texts.filter(looksMissing);
  const alike = lookAlikes(texts);
  if (missing.length === 0 && alike.length === 0) return {};
  const counts = countsOf(codes, texts.length);
  const withCells = (some: readonly string[]) =>
    some.map((text) => [text, counts[texts.indexOf(text)]] as const);
  return {
    ...(missing.length > 0 && { looksMissing: new Map(withCells(missing)) }),
    ...(alike.length > 0 && { lookAlikes: alike.map(withCells) }),
  };
}

/** Number of cells of each code. */
function countsOf(codes: Series<Int32Array>, kinds: number): Float64Array {
  const counts = new Float64Array(kinds);
  for (const { values, length } of codes.inGroups())
    for (let i = 0; i < length; i++) if (values[i] >= 0) counts[values[i]]++;
  return counts;
}
