import { decimal } from '../data/numbers/decimal.js';
import type { GeneratedColumn, GeneratedValue } from '../data/targets/generation/index.js';
import { didYouMean, MlpError } from '../errors.js';
import { shortList } from '../short_list.js';

/** A column, and the value that rows are to have there. */
export interface Condition {
  readonly column: string;
  readonly value: string;
}

/**
 * Tests rows for conditions, all of them.
 *
 * @throws MlpError `usage` where there is no such column, or where it can never have the value.
 */
export function conditionTest(
  columns: readonly GeneratedColumn[],
  conditions: readonly Condition[],
): (row: readonly GeneratedValue[]) => boolean {
  const tests = conditions.map(({ column: name, value }) => {
    const index = columns.findIndex((column) => column.name === name);
    const given = `--given ${name}=${value}`;
    if (index < 0) {
      const names = columns.map((column) => column.name);
      throw new MlpError(
        'usage',
        `${given}: the model generates no such column` +
          (didYouMean(name, names) || `; there are ${shortList(names, 10)}`),
      );
    }
    const wanted = wantedValue(columns[index], value, given);
    return (row: readonly GeneratedValue[]) => row[index] === wanted;
  });
  return (row) => tests.every((test) => test(row));
}

/** The value that a text stands for in a column; the empty text for a missing one. */
function wantedValue(column: GeneratedColumn, text: string, given: string): GeneratedValue {
  if (text === '') {
    if (column.mayMiss) return null;
    throw new MlpError('usage', `${given}: no value of the column was missing in training`);
  }
  if (column.kind === 'category') {
    const values = [...column.values, ...(column.rare ?? [])];
    const found = values.find((value) => String(value) === text);
    if (found !== undefined) return found;
    const texts = values.map(String);
    throw new MlpError(
      'usage',
      `${given}: the column never has this value${didYouMean(text, texts) || `; it has ${shortList(texts, 10)}`}`,
    );
  }
  if (column.kind === 'date')
    throw new MlpError(
      'usage',
      `${given}: holds dates, by which rows cannot be chosen; choose by a category`,
    );
  const value = decimal(text);
  const [least, greatest] = column.range;
  if (!Number.isFinite(value)) throw new MlpError('usage', `${given}: the column holds numbers`);
  if (value < least || value > greatest)
    throw new MlpError('usage', `${given}: the column was from ${least} to ${greatest} in training`);
  if (column.step === 0)
    throw new MlpError(
      'usage',
      `${given}: a number that is not rounded is hardly ever met; choose by a category`,
    );
  return value;
}
