import { excerpt, printable } from '../../files/excerpt.js';
import { shortList } from '../../short_list.js';
import { dateFormat, missingDate } from '../dates/index.js';
import type { DetectedFormat } from '../numbers/detect.js';
import { type NumberFormat, unitsOf } from '../numbers/format.js';
import type { Cell, CellFacts, Found } from './column_facts.js';
import { areMostlyDates, isDates, numberShare, present } from './column_type.js';
import { setColumn } from './set_flag.js';
import { type CategoryColumn, type DateColumn, lineWord } from './table.js';

/** A cell for messages: line 5, "93.7 m2"; of several files: b.csv line 5, "93.7 m2". */
export const cellNote = ({ text, line, file, countsRows }: Cell): string =>
  line > 0
    ? `${file ? `${file.name} ` : ''}${lineWord({ countsRows })} ${line}, ${excerpt(text)}`
    : excerpt(text);

/** Says how many cells are numbers, and shows the first that is none: 453 of 466 cells are numbers, 13 are not (…). */
export const oddNote = (facts: CellFacts): string =>
  shareNote('numbers', facts.numbers, present(facts), facts.found.odd);

/** Says how many cells are dates, and shows the first that is none. */
export function datesNote({ facts, others }: DateColumn): string {
  const cells = present(facts);
  return shareNote('dates', cells - (others?.count ?? 0), cells, others);
}

/** Says how many cells of a column of categories are dates, if most are, and which others there are; else undefined. */
export function mostlyDatesNote({ facts, categories }: Pick<CategoryColumn, 'facts' | 'categories'>) {
  if (!areMostlyDates(facts)) return undefined;
  const { format, count, missing } = facts.dates!;
  const dates = dateFormat(format);
  const others = categories.filter((text) => text !== missingDate && typeof dates.read(text) === 'string');
  const odd = present(facts) - missing - count;
  const first: Cell = { text: others[0], line: 0 };
  return { others, odd, note: shareNote('dates', count, count + odd, { count: odd, first }) };
}

function shareNote(kind: string, ofKind: number, cells: number, others: Found | undefined): string {
  if (!others) return `all ${cells} cells are ${kind}`;
  const { count, first } = others;
  return (
    `${ofKind} of ${cells} cells are ${kind}, ${count} ${count === 1 ? 'is' : 'are'} not ` +
    `(first: ${cellNote(first)})`
  );
}

/** Units for messages: "%", or "m2" or "m²". */
export const unitList = (units: readonly string[]): string => units.map((unit) => excerpt(unit)).join(' or ');

/** Says of numbers that have a unit in a part of the cells, in how many, and whether the others may be shares of 1. */
export const unitNote = (
  units: readonly string[],
  withUnit: number,
  numbers: number,
  areShares: boolean,
): string =>
  `${unitList(units)} stands in ${withUnit} of its ${numbers} numbers` +
  (areShares
    ? `, and the other ${numbers - withUnit} are from 0 to 1: if 0.5 is 50 % there, write them in one way`
    : '; the others are read as they are');

/** The keys that a format sets, apart from those of plain numbers. */
export function numberKeys(format: Omit<NumberFormat, 'prefix' | 'suffix'> & Partial<NumberFormat>) {
  const { decimal, thousands, prefix = [], suffix = [] } = format;
  const one = (list: string | readonly string[]) => (list.length === 1 ? list[0] : list);
  return {
    ...(decimal !== '.' && { decimal }),
    ...(thousands !== '' && { thousands }),
    ...(prefix.length > 0 && { prefix: one(prefix) }),
    ...(suffix.length > 0 && { suffix: one(suffix) }),
  };
}

/** The flags that set a format for a column; for that of every default, the point that decimals have. */
export function formatFlags(name: string, format: Parameters<typeof numberKeys>[0]): string {
  const keys = Object.entries({ ...numberKeys(format) });
  return (keys.length > 0 ? keys : [['decimal', format.decimal] as const])
    .map(([key, value]) => setColumn(name, key, value as string | readonly string[]))
    .join(' ');
}

/** True where a format makes a column of numbers of what is none, or of more of its cells. */
export const isFormatted = (facts: CellFacts): boolean =>
  facts.format !== undefined && facts.format.numbers >= numberShare * present(facts);

/** Says that cells are of another unit than the config names; empty where they are not. */
export const otherUnitNote = ({ otherUnit }: CellFacts): string =>
  otherUnit === undefined ? '' : `; ${excerpt(otherUnit)} is of another unit: write them in one`;

/** Says that most texts are numbers of a kind that is not read, and shows the first; undefined where they are not. */
export function unreadNote(facts: CellFacts): string | undefined {
  const { unread } = facts;
  if (!unread || 2 * unread.count <= present(facts) || isDates(facts) || areMostlyDates(facts))
    return undefined;
  return (
    `${unread.count} of ${present(facts)} cells hold digits in a format that is not read as numbers ` +
    `(first: ${excerpt(unread.first)})`
  );
}

/** The flags that make a column one of dates, what is none being missing. */
export const asDates = (name: string, format: string): string =>
  `${setColumn(name, 'type', 'date')} ${setColumn(name, 'format', format)} ${setColumn(name, 'missing', 'median')}`;

/** Says what a format reads, and what else the cells could be: "1,234" is 1234; or 1.234, by … */
export function formatNote(name: string, format: DetectedFormat): string {
  const { example, other, bounds, bound, inPart } = format;
  const reading = `${excerpt(example.text)} is ${example.value} by ${formatFlags(name, format)}`;
  const cells = other?.cells === undefined ? '' : `, as ${other.cells} such cells are`;
  const doubt = other
    ? ` (or ${other.value}${cells} by ${formatFlags(name, { ...format, ...other })}: the file does not tell)`
    : '';
  const limits =
    bounds > 0 && bound !== undefined
      ? `; ${bounds} such as ${excerpt(bound)} are bounds, read as their limit`
      : '';
  const units = inPart
    ? `; ${unitNote(unitsOf(format), inPart.cells, format.numbers, inPart.areShares)}`
    : '';
  return `${reading}${doubt}${limits}${units}`;
}

/** Says why whole numbers are taken as they are written. */
export function spelledNote({ found, twice, areTexts }: CellFacts): string {
  if (found.unheld)
    return `whole numbers that a double does not hold (first: ${cellNote(found.unheld.first)})`;
  if (found.padded) return `whole numbers with leading zeros (first: ${cellNote(found.padded.first)})`;
  if (areTexts) return 'numbers that the source has as texts';
  return `one number in two spellings, ${excerpt(twice![0])} and ${excerpt(twice![1])}`;
}

/** A note on two spellings of a number that are one class; none where there are none. */
export function oneClassNotes({
  name,
  facts,
}: {
  readonly name: string;
  readonly facts: CellFacts;
}): string[] {
  if (!facts.respelled) return [];
  const [first, second] = facts.respelled.map(excerpt);
  return [
    `column ${printable(name)}: ${first} and ${second} are one class, as they are one number; to have each text a ` +
      `class, ${setColumn(name, 'type', 'category')}`,
  ];
}

/** A note on the missing values of all columns, by what stands there; none where nothing is missing. */
export function missingNotes(
  columns: readonly { readonly name: string; readonly facts: CellFacts }[],
): string[] {
  const listed = columns.flatMap(({ name, facts: { missing } }) => {
    const texts = [...missing].map(([text, count]) => `${count} ${text === '' ? 'empty' : excerpt(text)}`);
    return texts.length === 0 ? [] : [`${printable(name)} ${texts.join(', ')}`];
  });
  return listed.length === 0 ? [] : [`missing values: ${shortList(listed, mostNoted, '; ')}`];
}

/** A note on categories and labels that read like missing values, and how to have them missing. */
export function looksMissingNotes(
  columns: readonly { readonly name: string; readonly facts: CellFacts }[],
): string[] {
  const like = columns.filter(({ facts }) => facts.looksMissing);
  if (like.length === 0) return [];
  const listed = like.map(({ name, facts }) => {
    const texts = [...facts.looksMissing!].map(([text, count]) => `${count} ${excerpt(text)}`);
    return `${printable(name)} ${shortList(texts, mostNoted)}`;
  });
  const [{ name, facts }] = like;
  const texts = ['', ...facts.missing.keys(), ...facts.looksMissing!.keys()];
  const which = like.length > 1 ? `those of ${printable(name)}` : 'them';
  return [
    `kept as categories, though they read like missing values: ${shortList(listed, mostNoted, '; ')}; ` +
      `to have ${which} missing, ${setColumn(name, 'missing_values', [...new Set(texts)])}`,
  ];
}

/** Most columns that a note names. */
export const mostNoted = 8;
