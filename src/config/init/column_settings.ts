import { decimal, infinite as infiniteValue } from '../../data/numbers/decimal.js';
import type { Task } from '../../data/preprocessing/index.js';
import { type CellFormat, missingNumbers } from '../../data/table/cells.js';
import { numberKeys } from '../../data/table/column_notes.js';
import { nameList } from '../../name_list.js';
import type { Advice } from './columns.js';
import type { ColumnProfile } from './profile.js';
import { refuseName } from './refuse.js';

interface Setting extends Partial<CellFormat> {
  readonly type?: 'number' | 'category' | 'date';
  readonly format?: string;
  readonly parts?: readonly string[];
  readonly missing?: 'drop';
}

/**
 * Settings of single columns: how its numbers are written, a fill value for missing ones, rows without target dropped,
 * a type that would not be inferred.
 */
export function columnSettings(
  used: readonly ColumnProfile[],
  answers: readonly ColumnProfile[],
  task: Task,
  advice: ReadonlyMap<string, Advice>,
  isComma: boolean,
  notes: string[],
  source: string,
): { missing?: 'median'; columns?: Readonly<Record<string, Setting>> } {
  const inputs = used.filter((column) => !answers.includes(column));
  const filled = inputs
    .filter((column) => isFilled(column, advice.get(column.name)!))
    .map(({ name }) => name);
  // where rows have gaps, new ones may have them in other columns, too
  const fills =
    filled.length > 0 || (inputs.some(({ missing }) => missing > 0) && inputs.some(isAmount(advice)));
  const settings = used.flatMap((column) => {
    const setting = settingFor(column, advice.get(column.name)!, answers.includes(column), task, isComma);
    if (Object.keys(setting).length === 0) return [];
    refuseName(column.name, source);
    return [[column.name, setting] as const];
  });
  const dropped = settings.flatMap(([name, { missing }]) => (missing === 'drop' ? [name] : []));
  if (filled.length > 0) notes.push(`missing values become the column's median: ${nameList(filled)}`);
  else if (fills)
    notes.push("numbers that new rows lack become the column's median, as rows here lack categories");
  if (dropped.length > 0) notes.push(`rows without a value are left out: ${nameList(dropped)}`);
  return {
    ...(fills && { missing: 'median' as const }),
    ...(settings.length > 0 && { columns: Object.fromEntries(settings) }),
  };
}

const isAmount =
  (advice: ReadonlyMap<string, Advice>) =>
  ({ name, dates }: ColumnProfile): boolean =>
    dates !== undefined || advice.get(name)!.type === 'number';

/** True for an input with numbers or dates of which values are missing, or are none. */
const isFilled = ({ missing, odd, dates }: ColumnProfile, { type, odd: others = 0 }: Advice): boolean =>
  dates
    ? missing + dates.odd > 0
    : type === 'number' && (missing > 0 || others > 0 || infiniteTexts(odd).length > 0);

const infiniteTexts = (odd: readonly string[]): readonly string[] =>
  odd.filter((text) => !Number.isNaN(infiniteValue(text, decimal(text))));

function settingFor(
  { facts, missing, odd, dates }: ColumnProfile,
  { type, declare, format, odd: others = 0 }: Advice,
  isTarget: boolean,
  task: Task,
  isComma: boolean,
): Setting {
  if (dates) {
    const { format, parts } = dates;
    if (isTarget) return { type: 'category', ...(missing > 0 && { missing: 'drop' as const }) };
    return { type: 'date', format, parts };
  }
  const infinite = infiniteTexts(odd);
  const isIncomplete = missing > 0 || others > 0 || infinite.length > 0;
  // What is no number as it stands may be one by the decimal comma of the file.
  const isAffected = isComma && type === 'category' && facts.format !== undefined;
  const declares = (declare || isAffected) && !(isTarget && task === 'regression' && type === 'category');
  return {
    ...(declares && { type }),
    ...(format && withoutComma(numberKeys(format), isComma)),
    // without what is not finite, the numbers may be too few to be told
    ...(type === 'number' && facts.found.infinite && facts.found.odd && { type }),
    ...(type === 'number' && facts.found.infinite && { missing_values: [...missingNumbers, ...infinite] }),
    ...(isIncomplete && isTarget && { missing: 'drop' as const }),
  };
}

/** The keys of a format, without the decimal comma where the whole file has it. */
function withoutComma<F extends { decimal?: string }>(format: F, isComma: boolean): Partial<F> {
  if (!isComma) return format;
  const { decimal: _, ...others } = format;
  return others as Partial<F>;
}

/** True where all columns with decimals have a decimal comma: it is that of the file, then. */
export function hasDecimalComma(
  used: readonly ColumnProfile[],
  advice: ReadonlyMap<string, Advice>,
): boolean {
  const commas = used.filter(({ name }) => advice.get(name)!.format?.decimal === ',');
  const points = used.filter(
    ({ name, isWhole }) =>
      advice.get(name)!.type === 'number' &&
      (!isWhole || advice.get(name)!.format?.thousands.includes(',')) &&
      advice.get(name)!.format?.decimal !== ',',
  );
  return commas.length > 0 && points.length === 0;
}
