import type { Task } from '../../data/preprocessing/index.js';
import type { DataConfig } from '../../data/schema.js';
import type { Guess } from '../../data/sources/guess.js';
import { greatest } from '../../range.js';
import { shortList } from '../render/list.js';
import { type Advice, advise } from './columns.js';
import type { ColumnProfile } from './profile.js';

/** Facts about the data that a proposal starts from, beside the columns. */
export interface Subject {
  /** Path or paths of the data, as the config is to have them. */
  readonly train: string | readonly string[];
  /** Format of their text; `input_format` where it was said. */
  readonly format: Omit<Guess, 'source' | 'notes' | 'input_format'> & Pick<DataConfig, 'input_format'>;
  readonly targets: readonly string[];
  readonly task?: Task;
}

export interface Proposal {
  /** Content of a config file. */
  readonly config: object;
  readonly notes: readonly string[];
}

/** Most different integers in a target that are taken for classes, as where a config has no task. */
const maxInferredClasses = 20;
/** Least number of rows of which some are set aside. */
const minRowsToSplit = 20;
const usualDelimiter = ',';
const usualMissing = ['', 'NA'];

/** Usual sizes for so many rows: a start, not an optimum. */
const sizes = [
  { below: 100, units: [8], batch_size: 8, learning_rate: 0.01, epochs: 300, patience: 30 },
  { below: 1000, units: [16], batch_size: 16, learning_rate: 0.01, epochs: 200, patience: 20 },
  { below: 5000, units: [64], batch_size: 32, learning_rate: 0.003, epochs: 100, patience: 15 },
  { below: 50_000, units: [128, 64], batch_size: 64, learning_rate: 0.001, epochs: 50, patience: 8 },
  { below: Infinity, units: [128, 64], batch_size: 256, learning_rate: 0.001, epochs: 20, patience: 4 },
] as const;

/** Proposes a config that trains sensibly on data with these columns. */
export function propose(columns: readonly ColumnProfile[], subject: Subject): Proposal {
  const { targets, train } = subject;
  const advice = new Map(columns.map((column) => [column.name, advise(column)]));
  const notes: string[] = [];
  const task = subject.task ?? taskOf(columns, targets, advice);
  const answers = task === 'reconstruction' ? [] : columns.filter(({ name }) => targets.includes(name));
  for (const { name } of answers) {
    const { ignore } = advice.get(name)!;
    if (ignore !== undefined) notes.push(`${name} is a doubtful target: ${ignore}`);
  }
  const rows = columns[0].rows - Math.max(0, greatest(answers.map(({ missing }) => missing)));
  const features = columns.filter((column) => !answers.includes(column));
  const ignored = features.flatMap(({ name }) => (advice.get(name)!.ignore === undefined ? [] : [name]));
  for (const note of leftOut(ignored, advice)) notes.push(note);
  const splits = rows >= minRowsToSplit;
  if (!splits) notes.push(`${rows} rows are too few to set some aside for validation and test`);
  const { units, batch_size, learning_rate, epochs, patience } = sizes.find(({ below }) => rows < below)!;
  // An autoencoder as wide as its input has nothing to learn.
  const narrow = Math.ceil((features.length - ignored.length) / 2);
  const widths = task === 'reconstruction' ? [Math.min(units[0], narrow)] : units;
  const used = columns.filter((column) => !ignored.includes(column.name));
  return {
    notes,
    config: {
      task,
      data: {
        train,
        ...formatKeys(subject.format),
        ...(task === 'reconstruction' ? {} : { target: targets.length === 1 ? targets[0] : [...targets] }),
        ...(ignored.length > 0 && { ignore: ignored }),
        ...missingValues(used, advice, notes),
        ...columnSettings(used, answers, task, advice, notes),
        // Both ends of an autoencoder are scaled alike; standard scaling would inflate what hardly varies.
        ...(task === 'reconstruction' && { scale: 'minmax' }),
        ...(task === 'regression' && { target_scale: 'standard' }),
        ...(splits && { split: splitFor(task) }),
      },
      layers: widths.map((count) => ({ type: 'dense', units: count, activation: 'relu' })),
      optimizer: { type: 'adam', learning_rate, decay_on: 'weights' },
      training: { epochs, batch_size, ...(splits && { early_stopping: { patience } }) },
    },
  };
}

/** The keys of a format that is not the usual one. */
const formatKeys = ({ input_format, delimiter, header, comment, skip_rows }: Subject['format']) => ({
  ...(input_format !== undefined && { input_format }),
  ...(delimiter !== usualDelimiter && { delimiter }),
  ...(!header && { header }),
  ...(comment !== undefined && { comment }),
  ...(skip_rows > 0 && { skip_rows }),
});

/** A note for each reason to leave columns out. */
function leftOut(ignored: readonly string[], advice: ReadonlyMap<string, Advice>): string[] {
  const byReason = new Map<string, string[]>();
  for (const name of ignored) {
    const reason = advice.get(name)!.ignore!;
    byReason.set(reason, [...(byReason.get(reason) ?? []), name]);
  }
  return [...byReason].map(([reason, names]) => `left out (${reason}): ${shortList(names)}`);
}

const splitFor = (task: Task) => ({
  type: 'random' as const,
  validation: 0.15,
  test: 0.15,
  ...(task === 'classification' && { stratify: true }),
});

function taskOf(
  columns: readonly ColumnProfile[],
  targets: readonly string[],
  advice: ReadonlyMap<string, Advice>,
): Task {
  if (targets.length > 1) return 'regression';
  const target = columns.find(({ name }) => name === targets[0])!;
  const isText = advice.get(target.name)!.type === 'category';
  const isClasses = isText || (target.isWhole && target.distinct <= maxInferredClasses);
  return isClasses ? 'classification' : 'regression';
}

/** The texts that stand for missing values, where there are more than the usual ones. */
function missingValues(
  used: readonly ColumnProfile[],
  advice: ReadonlyMap<string, Advice>,
  notes: string[],
): { missing_values?: string[] } {
  const found = new Map(
    used.flatMap(({ name }) => (advice.get(name)!.missingTexts ?? []).map((text) => [text, name])),
  );
  for (const [text, name] of found)
    notes.push(`${JSON.stringify(text)} stands among the numbers of ${name}: taken for a missing value`);
  return found.size > 0 ? { missing_values: [...usualMissing, ...found.keys()] } : {};
}

interface Setting {
  readonly type?: 'category';
  readonly missing?: 'drop' | 'median';
}

/**
 * Settings of single columns: a fill value for missing numbers, rows without target dropped, a type that would not be
 * inferred.
 */
function columnSettings(
  used: readonly ColumnProfile[],
  answers: readonly ColumnProfile[],
  task: Task,
  advice: ReadonlyMap<string, Advice>,
  notes: string[],
): { columns?: Readonly<Record<string, Setting>> } {
  const settings = used.flatMap((column) => {
    const setting = settingFor(column, advice.get(column.name)!, answers.includes(column), task);
    return Object.keys(setting).length > 0 ? [[column.name, setting] as const] : [];
  });
  const withMissing = (choice: Setting['missing']) =>
    settings.flatMap(([name, { missing }]) => (missing === choice ? [name] : []));
  const [filled, dropped] = [withMissing('median'), withMissing('drop')];
  if (filled.length > 0) notes.push(`missing values become the column's median: ${shortList(filled)}`);
  if (dropped.length > 0) notes.push(`rows without a value are left out: ${shortList(dropped)}`);
  return settings.length > 0 ? { columns: Object.fromEntries(settings) } : {};
}

function settingFor(
  { missing }: ColumnProfile,
  { type, missingTexts, declare }: Advice,
  isTarget: boolean,
  task: Task,
): Setting {
  const isIncomplete = missing > 0 || missingTexts !== undefined;
  return {
    ...(declare && !(isTarget && task === 'regression') && { type: 'category' as const }),
    ...(isIncomplete && isTarget && { missing: 'drop' as const }),
    ...(isIncomplete && !isTarget && type === 'number' && { missing: 'median' as const }),
  };
}
