import type { DetectedFormat } from '../../data/numbers/detect.js';
import { numberReader, unitsOf } from '../../data/numbers/format.js';
import type { CellFacts } from '../../data/table/column_facts.js';
import {
  cellNote,
  formatFlags,
  looksMissingNotes,
  missingNotes,
  numberKeys,
  oddNote,
  spelledNote,
  unitNote,
} from '../../data/table/column_notes.js';
import { isSpelled, present } from '../../data/table/column_type.js';
import { lookAlikeNotes } from '../../data/table/look_alikes.js';
import { setColumn } from '../../data/table/set_flag.js';
import { excerpt, printable } from '../../files/excerpt.js';
import { nameList } from '../../name_list.js';
import type { Advice } from './columns.js';
import type { ColumnProfile } from './profile.js';

/** Notes on what columns hold that does not show in the config, or that could be seen otherwise. */
export function columnNotes(
  used: readonly ColumnProfile[],
  advice: ReadonlyMap<string, Advice>,
  isComma: boolean,
): string[] {
  const isCategory = ({ name }: ColumnProfile) => advice.get(name)!.type === 'category';
  const categories = used.filter(isCategory);
  const notes = [...missingNotes(used), ...looksMissingNotes(categories), ...lookAlikeNotes(categories)];
  if (isComma) notes.push('numbers have a decimal comma: data.decimal is ","');
  const formatted = used.flatMap((column) => {
    const { format } = advice.get(column.name)!;
    if (!format || (format.gained > 0 && hasOddCells(column, advice.get(column.name)!))) return [];
    const keys = keysNote(format, isComma);
    return keys === ''
      ? []
      : [`${printable(column.name)} (${excerpt(format.example.text)} is ${format.example.value}: ${keys})`];
  });
  if (formatted.length > 0) notes.push(`numbers in another format: ${nameList(formatted)}`);
  for (const column of used)
    for (const text of doubts(column, advice.get(column.name)!, isComma)) notes.push(text);
  const spelled = used.filter(({ facts, verdict }) => verdict === 'category' && isSpelled(facts));
  for (const { name, facts } of spelled)
    notes.push(
      `${printable(name)} becomes categories, spelled as they are: ${spelledNote(facts)}; ` +
        `as numbers: ${setColumn(name, 'type', 'number')}`,
    );
  return notes;
}

/** True where some cells of a column of numbers are none as they stand, and a note says how many. */
const hasOddCells = ({ facts, verdict }: ColumnProfile, { type }: Advice): boolean =>
  facts.found.odd !== undefined && facts.numbers > 0 && type === 'number' && verdict !== 'category';

/** A format that makes numbers of cells that are none as they stand. */
const gaining = ({ format }: Advice): DetectedFormat | undefined => (format?.gained ? format : undefined);

/** The keys that a format sets, apart from the decimal comma where the whole file has it. */
const keysNote = (format: DetectedFormat, isComma: boolean): string =>
  Object.entries(numberKeys(format))
    .filter(([key]) => !(isComma && key === 'decimal'))
    .map(([key, value]) => `${key} ${JSON.stringify(value)}`)
    .join(', ');

/** The fate of the cells that are no numbers as they stand, the first of which was named. */
function fateNote(advice: Advice, { odd: named, infinite }: CellFacts['found'], isComma: boolean): string {
  const parts: string[] = [];
  const { odd = 0 } = advice;
  const format = gaining(advice);
  if (format) {
    const { bounds, gained, example } = format;
    const keys = keysNote(format, isComma) || 'the decimal comma';
    const isNamed = example.text === named?.first.text;
    const of = bounds === gained ? '' : `${bounds} of them `;
    parts.push(
      (bounds === 0
        ? 'read in their format'
        : `${of}${bounds === 1 ? 'a bound, not a value, read as its' : 'bounds, not values, read as their'} limit`) +
        ` (${isNamed ? '' : `${excerpt(example.text)} is `}${example.value} by ${keys})`,
    );
  }
  const others = odd - (infinite?.count ?? 0);
  if (others > 0) parts.push(`${others} taken for missing values`);
  return parts.join('; ');
}

/** Notes on a column of numbers that could be seen otherwise. */
function doubts(profile: ColumnProfile, advice: Advice, isComma: boolean): string[] {
  const { name, facts, verdict } = profile;
  const { type, format, odd = 0, declare } = advice;
  const { infinite } = facts.found;
  const hasOdd = hasOddCells(profile, advice);
  const notes: string[] = [];
  const column = printable(name);
  if (format?.other) {
    const { value, decimal, thousands } = format.other;
    const flags = `${setColumn(name, 'decimal', decimal)} ${setColumn(name, 'thousands', thousands)}`;
    const cells = format.other.cells === undefined ? '' : ` (${format.other.cells} such cells)`;
    const why =
      facts.groupable === undefined || format.gained > 0
        ? 'the file does not tell'
        : 'the decimal comma of other columns speaks against it';
    notes.push(
      `${column}: ${excerpt(format.example.text)}${cells} may also be ${value}: ${why}; if so, ${flags}`,
    );
  }
  if (format && format.bounds > 0 && !hasOdd)
    notes.push(
      `${column}: ${format.bounds} of its cells ${format.bounds === 1 ? 'is a bound' : 'are bounds'}, not values ` +
        `(such as ${excerpt(format.bound)}): read as their limit`,
    );
  if (format?.inPart) {
    const { cells, areShares } = format.inPart;
    notes.push(`${column}: ${unitNote(unitsOf(format), cells, format.numbers, areShares)}`);
  }
  if (facts.looksGrouped && verdict === 'number')
    notes.push(
      `${column}: numbers with three decimals may be thousands (1.234 for 1234): read as decimals; for thousands, ` +
        formatFlags(name, { decimal: ',', thousands: '.' }),
    );
  if (hasOdd) notes.push(`${column}: ${oddNote(facts)}: ${fateNote(advice, facts.found, isComma)}`);
  else if (format && odd > 0) {
    const read = numberReader(format);
    const first = profile.odd.find((text) => !Number.isFinite(read(text)));
    notes.push(
      `${column}: ${odd} of ${present(facts)} cells ${odd === 1 ? 'is no number' : 'are no numbers'}` +
        `${first === undefined ? '' : ` (such as ${excerpt(first)})`}: taken for missing values`,
    );
  }
  if (declare && type === 'category') notes.push(`${column}: ${oddNote(facts)}: taken for categories`);
  if (infinite && type === 'number')
    notes.push(
      `${column}: ${infinite.count} of its cells ${infinite.count === 1 ? 'is' : 'are'} not finite ` +
        `(first: ${cellNote(infinite.first)}): taken for missing values`,
    );
  return notes;
}
