import { MlpError } from '../../../errors.js';
import { excerpt, printable } from '../../../files/excerpt.js';
import { counted } from '../../../format_count.js';
import { shortList } from '../../../short_list.js';
import * as z from '../../../zod.js';
import { columnSetting } from '../../column_setting.js';
import { joinCases, sortLabels } from '../../table/labels.js';
import type { Rows } from '../../table/rows.js';
import { setColumn } from '../../table/set_flag.js';
import { at, type CategoryColumn, type Table } from '../../table/table.js';
import { departure, departureText } from '../constant.js';
import {
  type Answers,
  categoryEncoding,
  type FittedCategory,
  fittedCategorySchema,
  isConstant,
  type Levels,
  levelsOfCodes,
  levelsOfRows,
  missingLevel,
  rareLevel,
  rareName,
} from '../encodings/index.js';
import { onehot } from '../encodings/onehot.js';
import { encodeOf } from '../encodings/settings.js';
import { imputers, type MissingCategory, missingCategorySchema } from '../imputers/index.js';
import { missingValue, noValue } from '../missing_errors.js';
import type { FitReport } from '../report.js';
import { type PreprocessingConfig, settingsOf } from '../settings.js';
import type { FeatureType } from './feature.js';

/** Category column: columns of x as its encoding makes them. */
export interface CategoryFeature extends Levels {
  readonly kind: 'category';
  readonly encoding: FittedCategory;
}

/** Columns of categories. */
export const category: FeatureType<CategoryFeature> = {
  schema: z.strictObject({
    kind: z.literal('category'),
    name: z.string().min(1),
    missing: missingCategorySchema,
    categories: z.array(z.string()),
    rare: z.array(z.string()).min(1).optional(),
    encoding: fittedCategorySchema,
  }),
  reads: () => 'category',
  names: (feature) => categoryEncoding(feature.encoding).names(feature, feature.encoding),
  width: (feature) => category.names(feature).length,
  scalings: (feature) =>
    isConstant(feature)
      ? category.names(feature).map(() => ({ center: 1, scale: 0 }))
      : categoryEncoding(feature.encoding).scalings(feature, feature.encoding),
  encoded: (feature, input) =>
    categoryEncoding(feature.encoding).encoded?.(feature, feature.encoding, input) ?? null,
  encoder(feature, { table, first, columns, findings, training }) {
    const { name, categories, missing, encoding } = feature;
    const constant = isConstant(feature);
    const column = table.columns.get(name) as CategoryColumn;
    const levels = levelsOfCodes(feature, column);
    const ofMissing = missingLevel(feature);
    const ofRare = rareLevel(feature);
    const type = categoryEncoding(encoding);
    const rowsOf = ({ rows, answers }: NonNullable<typeof training>) => ({
      answers,
      levels: levelsOfRows(feature, column, rows),
    });
    const fill =
      type.fillTraining && training && !constant
        ? type.fillTraining(feature, encoding, rowsOf(training))
        : type.fill(feature, encoding);
    const unseen = ofRare < 0 ? type.unseen : rareName;
    const { size } = column.codes;
    return (rows, from, to, x) => {
      const codes = column.codes.around(rows[from]);
      const start = rows[from] & -size;
      for (let i = from; i < to; i++) {
        const code = codes[rows[i] - start];
        if (code < 0 && (missing.action === 'error' || missing.action === 'drop'))
          throw missingValue(table, rows[i], name);
        const level = code < 0 ? ofMissing : levels[code];
        if (constant) {
          if (code >= 0 && level < 0 && ofRare < 0) {
            const texts = [column.categories[code], categories[0]].map((text) => excerpt(text));
            findings.warnOnce(departure, departureText(table, rows[i], name, texts[0], texts[1]), rows[i]);
          }
          continue;
        }
        if (level < 0) {
          const value = code < 0 ? null : column.categories[code];
          findings.unseen(table, rows[i], name, value, { known: categories, as: unseen });
        }
        fill(x, i * columns + first, level < 0 ? ofRare : level, i);
      }
    };
  },
};

/** Fits a column of categories to the training rows. */
export function fitCategory(
  table: Table,
  name: string,
  rows: Rows,
  config: PreprocessingConfig,
  report: FitReport,
  answers: () => Answers,
): CategoryFeature {
  const levels = fitLevels(table, name, rows, config, report);
  const options = encodeOf(config, name, 'category');
  if (isConstant(levels)) {
    report.constants.set(name, levels.rare ? 'rare (data.min_count)' : excerpt(levels.categories[0]));
    return { kind: 'category', ...levels, encoding: onehot.fit() };
  }
  return {
    kind: 'category',
    ...levels,
    encoding: categoryEncoding(options).fit(options, levels, {
      ...{ table, rows, report, answers },
      scaler: settingsOf(config, name).scale ?? config.scale,
      levels: () => levelsOfRows(levels, table.columns.get(name) as CategoryColumn, rows),
    }),
  };
}

/**
 * Finds the categories of the training rows, and what becomes of missing ones. These are one more category unless the
 * column's settings have another rule.
 */
function fitLevels(
  table: Table,
  name: string,
  rows: Rows,
  config: PreprocessingConfig,
  report: FitReport,
): Levels {
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
  const grouped = (texts: readonly string[], missing: MissingCategory) =>
    withRare({ name, categories: texts, missing }, present, settings.min_count ?? config.min_count, report);
  if (settings.missing === undefined)
    return grouped(categories, { action: firstMissing >= 0 ? 'category' : 'unseen' });
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
  return grouped(isNew ? sortLabels([...categories, missing.value]) : categories, missing);
}

/** Puts the categories of fewer training rows than `least` together; one that fills missing values stays. */
function withRare(
  levels: Levels,
  rows: ReadonlyMap<string, number>,
  least: number,
  report: FitReport,
): Levels {
  const isRare = (text: string) => rows.has(text) && rows.get(text)! < least;
  const rare = levels.categories.filter(isRare);
  if (rare.length === 0) return levels;
  const together = rare.reduce((sum, text) => sum + rows.get(text)!, 0);
  const listed = rare.map((text) => `${excerpt(text)} (${rows.get(text)})`);
  report.notes.push(
    `column ${printable(levels.name)}: ${counted(rare.length, 'value')} of fewer than ${least} training rows ` +
      `${rare.length === 1 ? 'is' : 'are together'} ${rareName}, ${counted(together, 'row')}: ` +
      `${shortList(listed, 5)}; each as a category of its own: ${setColumn(levels.name, 'min_count', '1')}`,
  );
  return { ...levels, categories: levels.categories.filter((text) => !isRare(text)), rare };
}

/** Counts the rows of each text that occurs in them, and finds the first row without one, −1 where there is none. */
function countTexts({ categories, codes }: CategoryColumn, rows: Rows) {
  const counts = new Uint32Array(categories.length);
  let firstMissing = -1;
  for (const { values, start, from, to } of codes.runs(rows))
    for (let i = from; i < to; i++) {
      const code = values[rows[i] - start];
      if (code >= 0) counts[code]++;
      else if (firstMissing < 0) firstMissing = rows[i];
    }
  const present = new Map(categories.flatMap((text, i) => (counts[i] > 0 ? [[text, counts[i]]] : [])));
  const { counts: joined, merged } = joinCases(present, 'categories');
  return { present: joined, merged, firstMissing };
}
