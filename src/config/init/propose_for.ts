import { type GivenFormat, guessFormat, plain } from '../../data/sources/guess.js';
import type { Files } from '../../data/sources/paths.js';
import { FileNotes } from '../../data/table/file_notes.js';
import { similarName } from '../../data/table/names.js';
import { setData } from '../../data/table/set_flag.js';
import { MlpError } from '../../errors.js';
import { excerpt } from '../../files/excerpt.js';
import { shortList } from '../../short_list.js';
import type { TableFacts } from '../choice/facts.js';
import type { PresetName } from '../choice/presets.js';
import { parseConfig } from '../index.js';
import { advise } from './columns.js';
import { type ColumnProfile, profile } from './profile.js';
import { propose, type Subject } from './propose.js';

/** Wishes for a proposal, and callbacks that are told what is found. */
export interface ProposalOptions {
  /** Path or paths of the data, or the query for them, as the config is to have them. */
  readonly train: Subject['train'];
  /** Format of the files, as far as it is said. */
  readonly given?: GivenFormat;
  readonly input_format?: GivenFormat['input_format'];
  /** Columns to predict; the last that tells something where they are left out. */
  readonly targets?: readonly string[];
  readonly task?: TableFacts['task'];
  readonly preset: PresetName;
  /** Fraction of the rows for a test. */
  readonly test?: number;
  /** Called with each decision and its reason. */
  onNote?(text: string): void;
  /** Called with the first target and what all columns hold. */
  onTarget?(name: string, columns: readonly ColumnProfile[]): Promise<void> | void;
}

/**
 * Looks at files with the same columns, and proposes a config that trains sensibly on them, as `mlp init` does.
 *
 * @throws MlpError `data` where they cannot be read or nothing can be learned of them; `usage` where there is no such
 * target.
 */
export async function proposeFor(
  data: Files,
  { train, given, input_format, targets, task, preset, test, onNote, onTarget }: ProposalOptions,
): Promise<{ readonly config: object; readonly columns: readonly ColumnProfile[] }> {
  const { files, decisions, format } = await withFormat(data, given);
  const notes = new FileNotes();
  const columns = await profile(files, format, notes);
  for (const text of [...decisions, ...notes.list()]) onNote?.(text);
  if (columns[0].rows === 0)
    throw new MlpError('data', `${files.name}: no data: there is a header, but no row below it`);
  const answers = targets ?? [guessTarget(columns)];
  for (const target of answers) requireColumn(target, columns, files.name);
  await onTarget?.(answers[0], columns);
  const proposal = propose(columns, {
    source: files.name,
    train,
    format: { ...format, input_format },
    ...{ targets: answers, task, preset, test },
  });
  for (const text of proposal.notes) onNote?.(text);
  if (proposal.notes.some((text) => text.includes('--set ')))
    onNote?.('the flags in these notes on columns and the split are for mlp train, with this config');
  parseConfig(proposal.config, 'the proposed config');
  return { config: proposal.config, columns };
}

/** Files with their format, guessed by the first of them; rows that come from no files have their types. */
async function withFormat(data: Files, given: GivenFormat | undefined) {
  if (data.rows) {
    const { notes: decisions, ...format } = plain;
    return { files: data, decisions, format };
  }
  const [first, ...others] = await data.list();
  const { source, notes: decisions, ...format } = await guessFormat(first, given);
  return { files: { name: first.name, list: async () => [source, ...others] }, decisions, format };
}

/** The last column that is neither advised to be ignored nor one of dates; the very last one where all are. */
const guessTarget = (columns: readonly ColumnProfile[]): string =>
  (columns.findLast((column) => !column.dates && advise(column).ignore === undefined) ?? columns.at(-1)!)
    .name;

function requireColumn(name: string, columns: readonly ColumnProfile[], source: string): void {
  const names = columns.map((column) => column.name);
  if (names.includes(name)) return;
  const isOne = names.length === 1;
  const hint =
    similarName(name, names) ||
    `; there ${isOne ? 'is' : 'are'} ${shortList(names.map(excerpt), 12)}` +
      (isOne && names[0].includes(' ')
        ? `; where blanks separate the columns: ${setData('delimiter', ' ')}`
        : '');
  throw new MlpError('usage', `--target: ${source} has no column ${JSON.stringify(name)}${hint}`);
}
