import type { TableFacts } from '../choice/facts.js';
import type { Advice } from './columns.js';
import type { ColumnProfile } from './profile.js';

/** Parts of a date that are a pair of numbers, sine and cosine. */
const numbersIn = ({ dates }: ColumnProfile): number =>
  dates!.parts.reduce((sum, part) => sum + (part === 'year' || part === 'days' ? 1 : 2), 0);

/** Facts about a table with these columns as inputs, and these as targets. */
export function tableFacts(
  task: TableFacts['task'],
  rows: number,
  inputs: readonly ColumnProfile[],
  answers: readonly ColumnProfile[],
  advice: ReadonlyMap<string, Advice>,
): TableFacts {
  let [numbers, indicators] = [0, 0];
  for (const column of inputs) {
    if (column.dates) numbers += numbersIn(column);
    else if (advice.get(column.name)!.type === 'number') numbers++;
    else indicators += column.distinct + (column.missing > 0 ? 1 : 0);
  }
  const [answer] = answers;
  const classes = task === 'classification' && answer.distinct > 2 ? answer.distinct : 1;
  const outputs = task === 'reconstruction' ? numbers + indicators : answers.length * classes;
  return { task, rows, columns: numbers + indicators, numbers, outputs };
}
