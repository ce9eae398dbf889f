import { MlpError } from '../../../errors.js';
import { excerpt, printable } from '../../../files/excerpt.js';
import * as z from '../../../zod.js';
import { columnSetting } from '../../column_setting.js';
import { indexTexts, joinCases, sortLabels } from '../../table/labels.js';
import type { Rows } from '../../table/rows.js';
import { at, type CategoryColumn, type Table } from '../../table/table.js';
import { departure, departureText } from '../constant.js';
import { imputers, type MissingCategory, missingCategorySchema } from '../imputers/index.js';
import { missingValue, noValue } from '../missing_errors.js';
import type { FitReport } from '../report.js';
import { unscaled } from '../scaling.js';
import { type PreprocessingConfig, settingsOf } from '../settings.js';
import type { FeatureType } from './feature.js';

/** One-hot columns of x: one for each category, then one for missing values where `missing.action` is `category`. */
export interface CategoryFeature {
  readonly kind: 'category';
  readonly name: string;
  readonly missing: MissingCategory;
  readonly categories: readonly string[];
}

/** Columns of categories, one-hot. */
export const category: FeatureType<CategoryFeature> = {
  schema: z.strictObject({
    kind: z.literal('category'),
    name: z.string().min(1),
    missing: missingCategorySchema,
    categories: z.array(z.string()),
  }),
  reads: () => 'category',
  names({ name, categories, missing }) {
    const names = categories.map((text) => `${name}=${text}`);
    return missing.action === 'category' ? [...names, `${name}=(missing)`] : names;
  },
  width: ({ categories, missing }) => categories.length + (missing.action === 'category' ? 1 : 0),
  scalings: (feature) =>
    Array.from({ length: category.width(feature) }, () =>
      isConstant(feature) ? { center: 1, scale: 0 } : unscaled,
    ),
  encoder(feature, { table, first, columns, findings }) {
    const { name, categories, missing } = feature;
    const constant = isConstant(feature);
    const column = table.columns.get(name) as CategoryColumn;
    const indices = indexTexts(column.categories, categories, 'categories');
    const ofMissing =
      missing.action === 'fill'
        ? categories.indexOf(missing.value)
        : missing.action === 'category'
          ? categories.length
          : -1;
    return (rows, from, to, x) => {
      for (let i = from; i < to; i++) {
        const code = column.codes.at(rows[i]);
        if (code < 0 && (missing.action === 'error' || missing.action === 'drop'))
          throw missingValue(table, rows[i], name);
        const index = code < 0 ? ofMissing : indices[code];
        if (constant) {
          if (code >= 0 && index < 0) {
            const texts = [column.categories[code], categories[0]].map((text) => excerpt(text));
            findings.warnOnce(departure, departureText(table, rows[i], name, texts[0], texts[1]));
          }
        } else if (index >= 0) x[i * columns + first + index] = 1;
        else findings.unseen(table, rows[i], name, code < 0 ? null : column.categories[code], categories);
      }
    };
  },
};

/** True of a column with one category alone, which tells nothing. */
const isConstant = ({ categories, missing }: CategoryFeature): boolean =>
  categories.length === 1 && missing.action !== 'category';

/** Fits a column of categories to the training rows. */
export function fitCategory(
  table: Table,
  name: string,
  rows: Rows,
  config: PreprocessingConfig,
  report: FitReport,
): CategoryFeature {
  const feature = fitCategories(table, name, rows, config, report);
  if (isConstant(feature)) report.constants.set(name, excerpt(feature.categories[0]));
  return feature;
}

/**
 * Finds the categories of the training rows, and what becomes of missing ones. These are one more category unless the
 * column's settings have another rule.
 */
function fitCategories(
  table: Table,
  name: string,
  rows: Rows,
  config: PreprocessingConfig,
  report: FitReport,
): CategoryFeature {
  const { present, merged, firstMissing } = countTexts(table.columns.get(name) as CategoryColumn, rows);
  report.noteMerged(name, merged);
  if (present.size === 0) throw noValue(table, name);
  if (present.size === rows.length && rows.length > 10)
    report.warn(
      `column ${printable(name)} has another text in every training row; ` +
        'if it is a name, leave it out with data.ignore',
    );

  const settings = settingsOf(config, name);
  const categories = sortLabels(present.keys());
  if (settings.missing === undefined)
    return {
      kind: 'category',
      name,
      categories,
      missing: { action: firstMissing >= 0 ? 'category' : 'unseen' },
    };
  const imputer = imputers[settings.missing];
  if (!('category' in imputer))
    throw new MlpError(
      'config',
      `${columnSetting(name, 'missing')}: "${settings.missing}" speaks of numbers, ` +
        `but the column holds categories (${at(table, rows[0], name)}); ` +
        'use "most_frequent", "constant", "drop" or "error"',
    );
  const missing = imputer.category(
    categories,
    Uint32Array.from(categories, (text) => present.get(text)!),
    settings.fill ?? config.fill,
  );
  const isNew = missing.action === 'fill' && firstMissing >= 0 && !present.has(missing.value);
  return {
    kind: 'category',
    name,
    missing,
    categories: isNew ? sortLabels([...categories, missing.value]) : categories,
  };
}

/** Counts the rows of each text that occurs in them, and finds the first row without one, −1 where there is none. */
function countTexts({ categories, codes }: CategoryColumn, rows: Rows) {
  const counts = new Uint32Array(categories.length);
  let firstMissing = -1;
  for (let i = 0; i < rows.length; i++) {
    const code = codes.at(rows[i]);
    if (code >= 0) counts[code]++;
    else if (firstMissing < 0) firstMissing = rows[i];
  }
  const present = new Map(categories.flatMap((text, i) => (counts[i] > 0 ? [[text, counts[i]]] : [])));
  const { counts: joined, merged } = joinCases(present, 'categories');
  return { present: joined, merged, firstMissing };
}
