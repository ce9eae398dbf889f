import type { DataConfig } from '../../data/schema.js';
import type { Guess } from '../../data/sources/guess.js';
import { oneClassNotes } from '../../data/table/column_notes.js';
import { sentinelNote } from '../../data/table/suspects.js';
import { greatest } from '../../range.js';
import { choose, fewestRowsToDivide } from '../choice/choose.js';
import type { TableFacts } from '../choice/facts.js';
import type { PresetName } from '../choice/presets.js';
import { columnNotes } from './column_notes.js';
import { columnSettings, hasDecimalComma } from './column_settings.js';
import { advise } from './columns.js';
import { compactDateNotes, dateNotes } from './date_notes.js';
import { settleFormats } from './formats.js';
import { inputNotes } from './input_notes.js';
import { countingNotes, ignoredOf, leftOut } from './left_out.js';
import type { ColumnProfile } from './profile.js';
import { refuseNoInputs, refuseTarget } from './refuse.js';
import { type Fractions, splitNotes } from './split_notes.js';
import { tableFacts } from './table_facts.js';
import { taskOf, withLabels } from './task.js';

/** Facts about the data that a proposal starts from, beside the columns. */
export interface Subject {
  /** Name of the data in messages. */
  readonly source: string;
  /** Path or paths of the data, or the query for them, as the config is to have them. */
  readonly train: string | readonly string[] | object;
  /** Format of their text; `input_format` where it was said. */
  readonly format: Omit<Guess, 'source' | 'notes' | 'input_format'> & Pick<DataConfig, 'input_format'>;
  readonly targets: readonly string[];
  readonly task?: TableFacts['task'];
  readonly preset: PresetName;
  /** Fraction of the rows for a test. */
  readonly test?: number;
}

export interface Proposal {
  /** Content of a config file. */
  readonly config: object;
  readonly notes: readonly string[];
}

const usualDelimiter = ',';
const validationFraction = 0.15;

/** Proposes a config that trains sensibly on data with these columns. */
export function propose(columns: readonly ColumnProfile[], subject: Subject): Proposal {
  const { targets, train } = subject;
  const found = settleFormats(new Map(columns.map((column) => [column.name, advise(column)])));
  const advice = withLabels(found, columns, subject);
  const notes: string[] = [];
  const task = subject.task ?? taskOf(columns, targets, advice, notes);
  const answers = task === 'reconstruction' ? [] : columns.filter(({ name }) => targets.includes(name));
  for (const answer of answers) {
    const { type } = advice.get(answer.name)!;
    const isOne = answers.length === 1;
    refuseTarget(answer, { task: isOne ? task : 'regression', type, source: subject.source });
  }
  if (task === 'classification')
    for (const answer of answers.filter(({ name }) => advice.get(name)!.type === 'number'))
      for (const note of oneClassNotes(answer)) notes.push(note);
  for (const { name } of answers) {
    const { type, ignore = type === 'date' ? 'it holds dates, which are taken for classes' : undefined } =
      advice.get(name)!;
    if (ignore !== undefined) notes.push(`${name} is a doubtful target: ${ignore}`);
  }
  const rows = columns[0].rows - Math.max(0, greatest(answers.map(({ missing }) => missing)));
  const features = columns.filter((column) => !answers.includes(column));
  const ignored = ignoredOf(features, advice);
  const inputs = features.filter(({ name }) => !ignored.includes(name));
  if (inputs.length === 0) refuseNoInputs(features, advice, subject.source);
  for (const note of inputNotes(
    inputs.map(({ name }) => name),
    advice,
  ))
    notes.push(note);
  for (const note of [...leftOut(ignored, advice), ...countingNotes(inputs, advice)]) notes.push(note);
  const facts = tableFacts(task, rows, inputs, answers, advice);
  const choice = choose(facts, subject.preset);
  const { test = 0 } = subject;
  const fractions: Fractions = {
    ...(choice.setsAside ? { validation: validationFraction } : test > 0 && { validation: 0 }),
    ...(test > 0 && { test }),
  };
  const divides = rows >= fewestRowsToDivide;
  if (!divides) notes.push(`${rows} rows are too few to set some aside for validation`);
  const used = columns.filter((column) => !ignored.includes(column.name));
  const isComma = hasDecimalComma(used, advice);
  for (const text of columnNotes(used, advice, isComma)) notes.push(text);
  for (const column of used)
    if (column.sentinel && advice.get(column.name)!.type === 'number')
      notes.push(sentinelNote(column, column.sentinel, answers.includes(column)));
  const known = used.filter((column) => !answers.includes(column));
  for (const text of [...dateNotes(known), ...compactDateNotes(known)]) notes.push(text);
  if (divides) for (const text of splitNotes(features, advice, fractions)) notes.push(text);
  for (const text of choice.notes) notes.push(text);
  return {
    notes,
    config: {
      task,
      data: {
        train,
        ...formatKeys(subject.format),
        ...(task === 'reconstruction' ? {} : { target: targets.length === 1 ? targets[0] : [...targets] }),
        ...(ignored.length > 0 && { ignore: ignored }),
        ...(isComma && { decimal: ',' }),
        ...columnSettings(used, answers, task, advice, isComma, notes, subject.source),
        ...choice.data,
        ...(task === 'regression' && { target_scale: 'standard' }),
        ...splitFor(task, fractions),
      },
      layers: choice.layers,
      ...(choice.ensemble && { ensemble: choice.ensemble }),
      optimizer: choice.optimizer,
      training: choice.training,
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

/** The split of a config; none where no rows are set aside. Folds take no rows for validation. */
function splitFor(task: TableFacts['task'], fractions: Fractions): { readonly split?: object } {
  if (Object.keys(fractions).length === 0) return {};
  return { split: { type: 'random', ...fractions, ...(task === 'classification' && { stratify: true }) } };
}
