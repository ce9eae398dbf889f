import { present } from '../../data/table/column_type.js';
import { setColumn, setObject } from '../../data/table/set_flag.js';
import { printable } from '../../files/excerpt.js';
import { nameList } from '../../name_list.js';
import type { Advice } from './columns.js';
import type { ColumnProfile } from './profile.js';

/** Fewest different values of a column that rows are taken to be grouped by: three parts need some each. */
const fewestGroups = 5;
/** Fewest different values that are taken for the codes of individuals, as P01, P02 …. */
const fewestCodes = 10;
/** Different values from which on a column of texts is one of individuals, such as users, more than of kinds. */
const manyValues = 50;

/** The fractions of the rows that the proposed split sets aside. */
export interface Fractions {
  readonly validation?: number;
  readonly test?: number;
}

/**
 * Notes on why a random split flatters: columns whose values have several rows each, such as patients, and dates. Each
 * with the split to use instead.
 */
export function splitNotes(
  columns: readonly ColumnProfile[],
  advice: ReadonlyMap<string, Advice>,
  fractions: Fractions,
): string[] {
  const groups = columns.filter((column) => mayBeGroups(column, advice.get(column.name)!));
  return [
    ...groupNotes(groups, fractions),
    ...timeNotes(
      columns.filter(({ dates }) => dates),
      fractions,
    ),
  ];
}

function groupNotes(columns: readonly ColumnProfile[], fractions: Fractions): string[] {
  if (columns.length === 0) return [];
  const [{ name, missing }] = columns;
  const listed = columns.map((column) => {
    const rows = present(column.facts);
    if (!Number.isFinite(distinctOf(column))) return `${printable(column.name)} (${rows} rows)`;
    return `${printable(column.name)} (${distinctOf(column)} different values in ${rows} rows)`;
  });
  const split = setObject('split', { type: 'group', column: name, ...fractions });
  return [
    'a random split flatters where rows of one value belong together, as those of a patient do: ' +
      `${nameList(listed)}; if they do, ${split}${missing > 0 ? ` ${setColumn(name, 'missing', 'drop')}` : ''}`,
  ];
}

function timeNotes(columns: readonly ColumnProfile[], fractions: Fractions): string[] {
  if (columns.length === 0) return [];
  const [{ name, missing, dates }] = columns;
  const hasGaps = missing + dates!.odd > 0;
  const split = setObject('split', { type: 'time', column: name, ...fractions });
  return [
    `a random split flatters where later rows are to be predicted from earlier ones, by ${printable(name)}; if they ` +
      `are, ${split}${hasGaps ? ` ${setColumn(name, 'missing', 'drop')}` : ''}`,
  ];
}

const distinctOf = ({ facts, distinct }: ColumnProfile): number => facts.distinct ?? distinct;

/** True where rows may be grouped by a column: it names individuals by its name, its texts or their number. */
function mayBeGroups(column: ColumnProfile, { type }: Advice): boolean {
  const { name, facts, countsFrom, isCoded, isWhole, verdict } = column;
  const rows = present(facts);
  const distinct = distinctOf(column);
  const isFormatted = type === 'number' && verdict !== 'number';
  if (countsFrom !== undefined || isFormatted || type === 'date' || distinct < fewestGroups) return false;
  const isNamed = individuals.test(name.replace(/([a-z])([A-Z])/g, '$1_$2'));
  if (verdict === 'texts') return isNamed;
  if (distinct >= rows) return false;
  if (verdict === 'category' || verdict === 'identifier')
    return (
      isNamed || (isCoded && distinct >= fewestCodes) || (distinct >= manyValues && distinct <= rows / 2)
    );
  return verdict === 'number' && isWhole && isNamed && distinct <= rows / 2;
}

/** Words of names for those whose rows belong together, and for their numbers. */
const individuals = new RegExp(
  `(^|[^a-z])(${[
    'id|patient|subject|participant|person|user|customer|client|member|student|pupil|player|driver|speaker|author',
    'donor|animal|family|household|account|device|machine|sensor|session|school|hospital|group|cluster|batch|site',
  ].join('|')})s?([^a-z]|$)`,
  'i',
);
