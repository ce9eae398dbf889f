import { printable } from '../../files/excerpt.js';
import { categoryEncoding } from './encodings/index.js';
import type { Feature } from './features/index.js';
import type { Roles } from './roles.js';
import { type ColumnSettings, type PreprocessingConfig, settingsOf } from './settings.js';

type Key = keyof ColumnSettings;

/** Keys of what becomes of a value when it is one of the network's inputs. */
const inputKeys: readonly Key[] = ['scale', 'encode', 'missing', 'fill', 'missing_indicator', 'min_count'];

/** Keys of inputs that have no effect on a target or a split: `missing` has. */
const inputsAlone = inputKeys.filter((key) => key !== 'missing');

/**
 * Sentences on settings of single columns that change nothing, each with the reason: a typing error in a config is not
 * to be found out by its results. How cells are read (`type`, `decimal` …) matters wherever a column is read.
 */
export function unusedSettings(
  config: Pick<PreprocessingConfig, 'columns' | 'missing'>,
  roles: Roles,
  features: readonly Feature[],
): string[] {
  return Object.keys(config.columns).flatMap((name) => {
    const settings = settingsOf(config, name);
    const given = (Object.keys(settings) as Key[]).filter((key) => settings[key] !== undefined);
    const [keys, reason] = unused(name, settings, config, roles, features);
    const found = given.filter((key) => keys === 'all' || keys.includes(key));
    const paths = found.map((key) => `data.columns.${printable(name)}.${key}`);
    return found.length === 0
      ? []
      : [`${paths.join(', ')} ${found.length === 1 ? 'has' : 'have'} no effect: ${reason}`];
  });
}

const isNamed = (feature: Feature, name: string) => 'name' in feature && feature.name === name;
const hasScale = (feature: Feature) =>
  feature.kind === 'category' && categoryEncoding(feature.encoding).isScaled === true;

/** The keys that have no effect for a column, and the reason. */
function unused(
  name: string,
  { missing, fill, min_count, encode }: ColumnSettings,
  config: Pick<PreprocessingConfig, 'missing'>,
  { targets, weight, splitBy }: Roles,
  features: readonly Feature[],
): readonly [readonly Key[] | 'all', string] {
  if (name === weight) return [inputKeys, 'it holds the weights of rows, and none may be missing'];
  if (targets.includes(name))
    return [inputsAlone, 'it is the target (data.target_scale is how a target is scaled)'];
  const kinds = features.flatMap((feature) => (isNamed(feature, name) ? [feature.kind] : []));
  if (kinds.includes('category') && features.some((feature) => isNamed(feature, name) && hasScale(feature)))
    return [['missing_indicator'], 'it is for numbers and dates, and the column holds categories'];
  if (kinds.includes('category'))
    return [['scale', 'missing_indicator'], 'it is for numbers and dates, and the column holds categories'];
  if (kinds.length > 0 && min_count !== undefined)
    return [['min_count'], 'it is for categories, and the column holds none'];
  if (kinds.includes('date') && encode !== undefined)
    return [['encode'], 'it is for numbers and categories; parts of dates are inputs as they are'];
  if (kinds.length > 0)
    return fill !== undefined && (missing ?? config.missing) !== 'constant'
      ? [['fill'], 'it is for missing: "constant"']
      : [[], ''];
  if (splitBy?.name === name) return [inputsAlone, 'the split goes by it, and it is no feature'];
  return ['all', 'the column is no feature (data.features, data.ignore)'];
}
