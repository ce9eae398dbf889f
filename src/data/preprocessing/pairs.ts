import { MlpError } from '../../errors.js';
import { printable } from '../../files/excerpt.js';
import { shortList } from '../../short_list.js';
import { namedColumns } from '../table/names.js';
import type { WantedType } from '../table/table.js';
import { encodeOf } from './encodings/settings.js';
import { type Roles, wantedColumns } from './roles.js';
import { type PreprocessingConfig, settingsOf } from './settings.js';

type PairConfig = PreprocessingConfig & {
  readonly features?: readonly string[];
  readonly ignore: readonly string[];
  readonly weight?: string;
};

/** The column of the contexts of pairs, where the config names none: the last of two that are left. */
export function contextColumn(
  { features, ignore, weight }: PairConfig,
  header: readonly string[],
): string | undefined {
  const others = new Set([...(features ?? []), ...ignore, weight]);
  const left = namedColumns(header).filter((name) => !others.has(name));
  return left.length === (features?.length === 1 ? 1 : 2) ? left.at(-1) : undefined;
}

/**
 * Lists the columns of pairs to read: one of words, one of contexts, both of categories, however many, unless their
 * settings say otherwise.
 *
 * @throws MlpError `config` where there is not one of each.
 */
export function pairColumns(config: PairConfig, roles: Roles, source: string): Map<string, WantedType> {
  const { features, targets } = roles;
  const names = [...features, ...targets];
  if (features.length !== 1 || targets.length !== 1)
    throw new MlpError(
      'config',
      `task: "embedding" takes pairs, one column of words and one of their contexts, but of ${source} there are ` +
        `${shortList(names.map(printable), 5)}; name them in data.features and data.target, and a column of weights ` +
        'in data.weight',
    );
  if (encodeOf(config, features[0], 'category').type !== 'embedding')
    throw new MlpError(
      'config',
      `data.encode: task "embedding" has vectors for ${printable(features[0])}; set it to "embedding"`,
    );
  const wanted = wantedColumns(config, roles, true);
  for (const name of names) if (settingsOf(config, name).type === undefined) wanted.set(name, 'key');
  return wanted;
}
