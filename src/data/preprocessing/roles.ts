import { MlpError } from '../../errors.js';
import { printable } from '../../files/excerpt.js';
import * as z from '../../zod.js';
import { decimal } from '../numbers/decimal.js';
import { hasNumberFormat } from '../table/cells.js';
import { commentAdvice, commentMark } from '../table/comment_mark.js';
import { namedColumns, similarName } from '../table/names.js';
import type { WantedType } from '../table/table.js';
import { isDate } from './date_settings.js';
import { basisVariables } from './features/basis.js';
import { type ColumnSettings, type PreprocessingConfig, settingsOf } from './settings.js';

const columnName = z.string().min(1);

/** The keys of a config's `data` section that are about what columns are for. */
export const roleSettings = {
  target: z
    .union([columnName, z.array(columnName).min(1)])
    .optional()
    .describe('the column or columns to predict; a generator has its own'),
  features: z
    .array(columnName)
    .min(1)
    .optional()
    .describe('the columns to predict from; all others where left out'),
  ignore: z.array(columnName).default([]).describe('columns to leave out'),
  weight: columnName.optional().describe('the column with the weight of each row, 0 or more'),
};

type RoleConfig = z.infer<z.ZodObject<typeof roleSettings>> & Pick<PreprocessingConfig, 'basis' | 'columns'>;

/** The column that the split goes by, and what it is read as where it is for nothing else. */
interface SplitBy {
  readonly name: string;
  readonly type: WantedType;
  /** Whether it can be a feature too, where the config names it as one. */
  readonly canBeFeature: boolean;
}

/** Roles of the columns. */
export interface Roles {
  readonly features: readonly string[];
  readonly targets: readonly string[];
  readonly weight: string | null;
  /** The column that the split goes by. */
  readonly splitBy: SplitBy | undefined;
  /** Number columns that basis functions use. */
  readonly basisColumns: readonly string[];
  /** Number columns that only basis functions use. */
  readonly variables: readonly string[];
}

/**
 * Settles what the columns of a source are for. Target and weight are never features; the column of a split is one
 * where it can be and the config's `features` name it. `sourceTarget` is the column to predict where the config names
 * none.
 *
 * @throws MlpError `config` where a name is not there.
 */
export function assignRoles(
  config: RoleConfig,
  header: readonly string[],
  source: string,
  sourceTarget: string | undefined,
  splitBy: SplitBy | undefined,
): Roles {
  const basisColumns = basisVariables(config.basis, header);
  const { target = sourceTarget ?? [] } = config;
  const targets = typeof target === 'string' ? [target] : target;
  const { weight = null } = config;
  const check = (path: string, names: readonly (string | null)[]) => {
    for (const name of names)
      if (name !== null && !header.includes(name)) throw unknown(path, name, header, source);
  };
  check('target', targets);
  check('features', config.features ?? []);
  check('ignore', config.ignore);
  check('weight', [weight]);
  check('split.column', [splitBy?.name ?? null]);
  check('columns', Object.keys(config.columns));
  if (splitBy && [...targets, weight].includes(splitBy.name))
    throw new MlpError(
      'config',
      `data.split.column: ${JSON.stringify(splitBy.name)} is the target or the weight; a split goes by another column`,
    );
  const isFeature = splitBy?.canBeFeature && config.features?.includes(splitBy.name);
  const others = new Set([...targets, weight, isFeature ? undefined : splitBy?.name]);
  const leak = basisColumns.find((name) => others.has(name));
  if (leak !== undefined)
    throw new MlpError(
      'config',
      `data.basis: uses ${leak}, which is a target, weight or split column and no feature`,
    );
  const date = basisColumns.find((name) => isDate(settingsOf(config, name)));
  if (date !== undefined)
    throw new MlpError('config', `data.basis: uses ${date}, which holds dates; its functions are of numbers`);
  const candidates = config.features ?? namedColumns(header).filter((name) => !config.ignore.includes(name));
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
      ? `its columns are ${printable(namedColumns(header).join(', '))}`
      : `it has ${header.length} columns`;
  return new MlpError(
    'config',
    `data.${path}: ${source} has no column ${JSON.stringify(name)}` +
      (headerHint(name, header) || similarName(name, header) || `; ${columns}`),
  );
}

/**
 * Hint for a first line that may be a comment, or data: it has a number for a name, or the name is one of a file
 * without header.
 */
function headerHint(name: string, header: readonly string[]): string {
  const mark = commentMark(header[0]);
  if (mark !== undefined) return `; ${commentAdvice(mark)}`;
  const number = header.find((other) => Number.isFinite(decimal(other)));
  if (number === undefined && !/^c[0-9]+$/.test(name)) return '';
  return (
    `; it has ${printable(namedColumns(header).slice(0, 5).join(', '))}: if its first line is data, set data.header ` +
    'to false, and columns are c1, c2, … (--set data.header=false)'
  );
}

/**
 * Gives the wanted columns back, provided that a header has them all: `place` is where it stands (headerPlace), and
 * `origin` says in messages why they are wanted.
 */
export function refuseAbsent<T>(
  wanted: ReadonlyMap<string, T>,
  header: readonly string[],
  place: string,
  origin = 'which the training data had',
): ReadonlyMap<string, T> {
  const absent = [...wanted.keys()].filter((name) => !header.includes(name));
  if (absent.length === 0) return wanted;
  const others = namedColumns(header).filter((name) => !wanted.has(name));
  const hint = absent.map((name) => similarName(name, others)).find((text) => text !== '');
  const columns = namedColumns(header);
  throw new MlpError(
    'data',
    `${place}: no column ${absent.map((name) => JSON.stringify(name)).join(', ')}, ${origin}` +
      `${hint ?? ''}; the columns here are ${printable(columns.slice(0, 20).join(', '))}` +
      (columns.length > 20 ? ', …' : ''),
  );
}

/** The type that the settings of a column ask for. */
function wantedType(settings: ColumnSettings): WantedType {
  const { type, format, ...cells } = settings;
  if (isDate(settings)) return { type: 'date', ...(format !== undefined && { format }) };
  return (type as 'number' | 'category' | undefined) ?? (hasNumberFormat(cells) ? 'number' : 'infer');
}

/** Lists the columns to read for training, and as what. */
export function wantedColumns(
  config: Pick<PreprocessingConfig, 'columns'>,
  roles: Roles,
  withTarget: boolean,
): Map<string, WantedType> {
  const wanted = new Map<string, WantedType>();
  for (const name of withTarget ? [...roles.features, ...roles.targets] : roles.features)
    wanted.set(name, wantedType(settingsOf(config, name)));
  for (const name of roles.basisColumns) wanted.set(name, 'number');
  if (roles.weight !== null) wanted.set(roles.weight, 'number');
  return withSplitColumn(wanted, config, roles.splitBy);
}

/** Adds the column that the split goes by, where it is not wanted already: as its settings say, if they do. */
export function withSplitColumn(
  wanted: Map<string, WantedType>,
  config: Pick<PreprocessingConfig, 'columns'>,
  splitBy: SplitBy | undefined,
): Map<string, WantedType> {
  if (!splitBy || wanted.has(splitBy.name)) return wanted;
  const asked = wantedType(settingsOf(config, splitBy.name));
  return wanted.set(splitBy.name, asked === 'infer' || asked === 'category' ? splitBy.type : asked);
}
