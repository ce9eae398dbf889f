import { parseConfig } from '../config/index.js';
import { parseSet } from '../config/set.js';
import { readWith } from '../data/reading_settings.js';
import { didYouMean, MlpError } from '../errors.js';
import { excerpt } from '../files/excerpt.js';
import type { Model } from './model.js';

/**
 * Model that reads other data in another way than its training data: `set` are assignments `key=value` of keys of
 * reading, as `refuseOtherKeys` lets pass.
 *
 * @throws MlpError `usage` where a value or the name of a column is at fault.
 */
export function readingAs(model: Model, set: readonly string[]): Model {
  if (set.length === 0) return model;
  const { preprocessing } = model;
  for (const text of set) {
    const { path, source } = parseSet(text);
    const [, section, name] = path;
    if (section !== 'columns' || preprocessing.columns.includes(name)) continue;
    const hint = didYouMean(name, preprocessing.columns);
    throw new MlpError('usage', `${source}: the training data had no column ${excerpt(name)}${hint}`);
  }
  const { data } = parseConfig(model.config, 'the config of the model', { set });
  const isFormatTold = set.some((text) => parseSet(text).path.join('.') === 'data.input_format');
  const input_format = isFormatTold ? data.input_format : undefined;
  return { ...model, preprocessing: { ...readWith(data, preprocessing), input_format } };
}
