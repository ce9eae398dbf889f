import * as z from '../../zod.js';
import { affixes, type NumberFormat, numberSettings, plainFormat } from '../numbers/format.js';
import { readingKey } from '../reading_key.js';

/** Texts that spreadsheets, databases and pandas write where there is no value: nobody's category. */
const exported = ['#N/A', '#DIV/0!', '#VALUE!', '#REF!', '#NAME?', '#NUM!', '#NULL!', '<NA>', '\\N'] as const;

/** Texts that stand for a missing value, where the config does not list its own. */
export const missingNumbers = [
  '',
  'NA',
  'N/A',
  'n/a',
  'NaN',
  'nan',
  'null',
  'NULL',
  'None',
  '-',
  '?',
  '.',
  ...exported,
] as const;
export const missingCategories = ['', 'NA', 'N/A', 'NaN', 'nan', 'null', 'NULL', ...exported] as const;

const readsMissing = new Set(missingNumbers.map((text) => text.toLowerCase()));

/** True of a text that is kept as a category or label, though it reads like a missing value: n/a, None, -, ?. */
export const looksMissing = (text: string): boolean => readsMissing.has(text.toLowerCase());

const list = (texts: readonly string[]) => texts.map((text) => JSON.stringify(text)).join(', ');

const missingValues = z
  .array(z.string())
  .optional()
  .describe(
    `texts that stand for a missing value; where left out, for numbers ${list(missingNumbers)}, ` +
      `for categories and labels ${list(missingCategories)}`,
  );

/** The keys of a config's `data` section that say what a cell means. */
export const cellSettings = {
  missing_values: readingKey(missingValues),
  decimal: readingKey(numberSettings.decimal),
  thousands: readingKey(numberSettings.thousands),
  prefix: readingKey(numberSettings.prefix),
  suffix: readingKey(numberSettings.suffix),
};

const forColumn = <S extends z.ZodType>(schema: S, key: string) =>
  readingKey(schema.optional().describe(`as data.${key}, for this column`));

/** Keys for a single column that are as those of the file. */
export const columnCellSettings = {
  missing_values: forColumn(z.array(z.string()), 'missing_values'),
  decimal: forColumn(numberSettings.decimal.unwrap(), 'decimal'),
  thousands: forColumn(numberSettings.thousands.unwrap(), 'thousands'),
  prefix: forColumn(numberSettings.prefix.unwrap(), 'prefix'),
  suffix: forColumn(numberSettings.suffix.unwrap(), 'suffix'),
};

/** Meaning of the cells of one column. */
export interface CellFormat extends NumberFormat {
  readonly missing_values?: readonly string[];
}

/** Meaning of cells, for the file and by column. */
export interface CellSettings extends CellFormat {
  readonly columns: Readonly<Record<string, Partial<CellFormat>>>;
}

/** Cells as they are where nobody says otherwise. */
export const plainCells: CellSettings = { ...plainFormat, columns: {} };

/** Finds what the cells of a column mean. */
export function cellFormat(settings: CellSettings, name: string): CellFormat {
  const single = Object.hasOwn(settings.columns, name) ? settings.columns[name] : {};
  return { ...plainFormat, ...pick(settings), ...pick(single) };
}

const formatKeys = ['decimal', 'thousands', 'prefix', 'suffix', 'missing_values'] as const;

/** The keys that say what a cell means, of an object that has others, too. */
const pick = (from: Partial<CellFormat>): Partial<CellFormat> =>
  Object.fromEntries(formatKeys.flatMap((key) => (from[key] === undefined ? [] : [[key, from[key]]])));

/** True where a column has keys of its own that say how its numbers are written: it is one of numbers, then. */
export const hasNumberFormat = (settings: Partial<CellFormat>): boolean =>
  formatKeys.some((key) => key !== 'missing_values' && settings[key] !== undefined);

/** Finds what has one separator for decimals and thousands: the file (an empty path), or a column. */
export function sameSeparators(settings: CellSettings): string[][] {
  const isSame = ({ decimal, thousands }: CellFormat) => affixes(thousands).includes(decimal);
  const columns = Object.keys(settings.columns).filter((name) => isSame(cellFormat(settings, name)));
  return [...(isSame(settings) ? [[]] : []), ...columns.map((name) => ['columns', name])];
}

/** The settings of cells alone, of an object that has others, too: what a model keeps. */
export function cellsOf(settings: CellSettings): CellSettings {
  const single = Object.entries(settings.columns).map(([name, column]) => [name, pick(column)] as const);
  const columns = Object.fromEntries(single.filter(([, column]) => Object.keys(column).length > 0));
  return { ...plainCells, ...pick(settings), columns };
}

/** The settings of cells as a model file holds them. */
export const storedCellsSchema: z.ZodType<CellSettings> = z.strictObject({
  missing_values: z.array(z.string()).optional(),
  decimal: numberSettings.decimal.unwrap(),
  thousands: numberSettings.thousands.unwrap(),
  prefix: numberSettings.prefix.unwrap(),
  suffix: numberSettings.suffix.unwrap(),
  columns: z.record(z.string(), z.strictObject(columnCellSettings)),
}) as unknown as z.ZodType<CellSettings>;
