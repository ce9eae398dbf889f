import { didYouMean, MlpError } from '../../errors.js';
import { printable } from '../../files/excerpt.js';
import { generators } from '../generators/index.js';
import type { DataConfig } from '../schema.js';
import type { WantedType } from '../table/column_builder.js';
import { settingsOf } from './fit.js';

/** What the columns are for. */
export interface Roles {
  readonly features: readonly string[];
  readonly targets: readonly string[];
  readonly weight: string | null;
  readonly splitBy: string | null;
  /** Number columns that basis functions use. */
  readonly basisColumns: readonly string[];
  /** Number columns that only basis functions use. */
  readonly variables: readonly string[];
}

/** The target columns that the config names; a generator has its own. */
function targetsOf({ target, train }: DataConfig): readonly string[] {
  if (target !== undefined) return typeof target === 'string' ? [target] : target;
  return typeof train === 'string' ? [] : [generators[train.generator].target];
}

/**
 * Who is who among the columns of a file. Target, weight and split column are never features. `basisColumns` are the columns
 * that basis functions name. A name that is not there is an error.
 */
export function assignRoles(
  config: DataConfig,
  header: readonly string[],
  source: string,
  basisColumns: readonly string[],
): Roles {
  const targets = targetsOf(config);
  const { weight = null } = config;
  const splitBy = config.split.type === 'column' ? config.split.column : null;
  const check = (path: string, names: readonly (string | null)[]) => {
    for (const name of names)
      if (name !== null && !header.includes(name)) throw unknown(path, name, header, source);
  };
  check('target', targets);
  check('features', config.features ?? []);
  check('ignore', config.ignore);
  check('weight', [weight]);
  check('split.column', [splitBy]);
  check('columns', Object.keys(config.columns));
  const others = new Set([...targets, weight, splitBy]);
  const leak = basisColumns.find((name) => others.has(name));
  if (leak !== undefined)
    throw new MlpError(
      'config',
      `data.basis: uses ${leak}, which is a target, weight or split column and no feature`,
    );
  const candidates = config.features ?? header.filter((name) => !config.ignore.includes(name));
  const features = [...new Set(candidates)].filter((name) => !others.has(name));
  const variables = basisColumns.filter((name) => !features.includes(name));
  if (features.length + config.basis.length === 0)
    throw new MlpError(
      'data',
      `${source}: no column is left to predict from; see data.features and data.ignore`,
    );
  return { features, targets, weight, splitBy, basisColumns, variables };
}

function unknown(path: string, name: string, header: readonly string[], source: string): MlpError {
  const columns =
    header.length <= 20
      ? `its columns are ${printable(header.join(', '))}`
      : `it has ${header.length} columns`;
  return new MlpError(
    'config',
    `data.${path}: ${source} has no column ${JSON.stringify(name)}${didYouMean(name, header) || `; ${columns}`}`,
  );
}

/** The wanted columns as they are, provided that the file has them all; `origin` says in messages why they are wanted. */
export function refuseAbsent<T>(
  wanted: ReadonlyMap<string, T>,
  header: readonly string[],
  source: string,
  origin = 'which the training data had',
): ReadonlyMap<string, T> {
  const absent = [...wanted.keys()].filter((name) => !header.includes(name));
  if (absent.length === 0) return wanted;
  throw new MlpError(
    'data',
    `${source}:1: no column ${absent.map((name) => JSON.stringify(name)).join(', ')}, ${origin}; ` +
      `the columns here are ${printable(header.slice(0, 20).join(', '))}${header.length > 20 ? ', …' : ''}`,
  );
}

/** The columns to read for training, and as what. */
export function wantedColumns(
  config: DataConfig,
  roles: Roles,
  withTarget: boolean,
): Map<string, WantedType> {
  const wanted = new Map<string, WantedType>();
  for (const name of withTarget ? [...roles.features, ...roles.targets] : roles.features)
    wanted.set(name, settingsOf(config, name).type ?? 'infer');
  for (const name of roles.basisColumns) wanted.set(name, 'number');
  if (roles.weight !== null) wanted.set(roles.weight, 'number');
  if (roles.splitBy !== null) wanted.set(roles.splitBy, 'category');
  return wanted;
}
