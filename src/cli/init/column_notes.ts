import {
  cellNote,
  formatFlags,
  missingNotes,
  numberKeys,
  oddNote,
  spelledNote,
} from '../../data/table/column_notes.js';
import { isSpelled } from '../../data/table/column_type.js';
import { setColumn } from '../../data/table/set_flag.js';
import { excerpt, printable } from '../../files/excerpt.js';
import { nameList } from '../render/list.js';
import type { Advice } from './columns.js';
import type { ColumnProfile } from './profile.js';

/** Notes on what columns hold that does not show in the config, or that could be seen otherwise. */
export function columnNotes(
  used: readonly ColumnProfile[],
  advice: ReadonlyMap<string, Advice>,
  isComma: boolean,
): string[] {
  const notes: string[] = missingNotes(used);
  if (isComma) notes.push('numbers have a decimal comma: data.decimal is ","');
  const formatted = used.flatMap(({ name }) => {
    const { format } = advice.get(name)!;
    if (!format) return [];
    const keys = Object.entries(numberKeys(format)).map(([key, value]) => `${key} ${JSON.stringify(value)}`);
    return [
      `${printable(name)} (${excerpt(format.example.text)} is ${format.example.value}: ${keys.join(', ')})`,
    ];
  });
  if (formatted.length > 0) notes.push(`numbers in another format: ${nameList(formatted)}`);
  for (const column of used) for (const text of doubts(column, advice.get(column.name)!)) notes.push(text);
  const spelled = used.filter(({ facts, verdict }) => verdict === 'category' && isSpelled(facts));
  for (const { name, facts } of spelled)
    notes.push(
      `${printable(name)} becomes categories, spelled as they are: ${spelledNote(facts)}; ` +
        `as numbers: ${setColumn(name, 'type', 'number')}`,
    );
  return notes;
}

/** Notes on a column of numbers that could be seen otherwise. */
function doubts(
  { name, facts, verdict }: ColumnProfile,
  { type, format, odd = 0, declare }: Advice,
): string[] {
  const notes: string[] = [];
  const column = printable(name);
  if (format?.other) {
    const { value, decimal, thousands } = format.other;
    const flags = `${setColumn(name, 'decimal', decimal)} ${setColumn(name, 'thousands', thousands)}`;
    notes.push(
      `${column}: ${excerpt(format.example.text)} may also be ${value}: the file does not tell; if so, ${flags}`,
    );
  }
  if (format && format.bounds > 0)
    notes.push(
      `${column}: ${format.bounds} of its cells ${format.bounds === 1 ? 'is a bound' : 'are bounds'}, not values ` +
        `(such as ${excerpt(format.bound)}): read as their limit`,
    );
  if (facts.looksGrouped && verdict === 'number')
    notes.push(
      `${column}: numbers with three decimals may be thousands (1.234 for 1234): read as decimals; for thousands, ` +
        formatFlags(name, { decimal: ',', thousands: '.' }),
    );
  if (facts.found.odd && facts.numbers > 0 && type === 'number' && verdict !== 'category') {
    const fate = odd > 0 ? `${odd} taken for missing values` : 'read in their format';
    notes.push(`${column}: ${oddNote(facts)}: ${fate}`);
  }
  if (declare && type === 'category') notes.push(`${column}: ${oddNote(facts)}: taken for categories`);
  const { infinite } = facts.found;
  if (infinite && type === 'number')
    notes.push(
      `${column}: ${infinite.count} of its cells ${infinite.count === 1 ? 'is' : 'are'} not finite ` +
        `(first: ${cellNote(infinite.first)}): taken for missing values`,
    );
  return notes;
}
