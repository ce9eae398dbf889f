import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Chunk } from '../data/row_encoder.js';
import type { Files } from '../data/sources/paths.js';
import { encodeStream } from '../data/stream.js';
import { lineWord } from '../data/table/table.js';
import { MlpError } from '../errors.js';
import { type AnswerCell, answerLines, notForJson, refuseTwice } from '../model/answer_lines.js';
import { keptNames } from '../model/kept_names.js';
import { NotFiniteAnswers } from '../model/not_finite.js';
import type { Predictor } from '../model/predictor.js';
import type { Context } from './context.js';
import { pathFrom } from './io.js';
import { note, warn } from './messages.js';
import { refuseInput } from './refuse_input.js';
import {
  addOutputOptions,
  formatOf,
  type OutputOptions,
  parquetForm,
  type RowForm,
  textForm,
  writeRows,
} from './row_output.js';
import { type ErrorMode, errorModes, RowsWithoutAnswer } from './rows_without_answer.js';

/** Options of the commands that print an answer for each row of data. */
export interface AnswerOptions extends OutputOptions {
  readonly keep: readonly string[];
  readonly onError: ErrorMode;
  readonly safe?: boolean;
}

/** Adds the options of AnswerOptions to a command. */
export const addAnswerOptions = (command: Command): Command =>
  addOutputOptions(command)
    .addOption(
      new Option(
        '--keep <columns>',
        'columns of DATA to print first, as they are: id,name; a name with a comma in double quotes; JSON lines have ' +
          'numbers of them as numbers where DATA are JSON lines or Parquet, and texts where DATA are CSV',
      )
        .argParser(parseNames)
        .default([], 'none'),
    )
    .addOption(
      new Option(
        '--on-error <mode>',
        'at a row that cannot be read (a bad value, too few fields): fail when all rows before it are printed, ' +
          'skip the row, or print it with blank fields, so that a row comes out for each that goes in; the last two ' +
          'count such rows at the end, and fail only if no row is good',
      )
        .choices(errorModes)
        .default('fail'),
    )
    .addOption(safeOption());

/** The option that keeps spreadsheets from running texts. */
export const safeOption = (): Option =>
  new Option(
    '--safe',
    'for a spreadsheet: texts that it would run as formulas, as they begin with =, +, -, @, a tab or a return, get ' +
      "a ' before them; numbers stay",
  );

function parseNames(text: string): string[] {
  const names = keptNames(text);
  if (!names) throw new InvalidArgumentError('Expected names of columns between commas: id,name.');
  return names;
}

/**
 * Prints an answer for each row of data, in order, as the rows come in. `origin` is added to the message about a column
 * that the data lack, as the reason why it is wanted.
 */
export async function answerRows(
  source: Files,
  predictor: Predictor,
  options: AnswerOptions,
  context: Context,
  origin?: string,
): Promise<void> {
  const { keep, onError } = options;
  const form = await formOf(options, predictor);
  const { out = '-' } = options;
  if (out !== '-') await refuseInput([pathFrom(context, out)], source);
  await writeRows(form, options, context, async (writer) => {
    const without = new RowsWithoutAnswer(source.name, onError, context, writer.file);
    const { onBadRow } = without;
    const reading = {
      target: 'ignore',
      keep,
      keepTypes: formatOf(options) === 'jsonl',
      origin,
      warn: (message: string) => warn(context, message),
      note: (message: string) => note(context, {}, message),
      onBadRow,
    } as const;
    const notFinite = new NotFiniteAnswers(predictor.columns);
    let started = false;
    try {
      for await (const chunk of encodeStream(source, predictor.preprocessing, reading)) {
        if (!started) await writer.begin(chunk.keptKinds);
        started = true;
        const { rows, skipped, lines, countsRows } = chunk;
        without.count(rows, skipped ? [...lines].filter((_, row) => skipped[row]) : [], countsRows);
        for (const answered of answers(chunk, predictor, onError, notFinite)) await writer.rows(answered);
      }
    } catch (error) {
      throw error instanceof MlpError && error.failure === 'data' ? without.unreadable(error) : error;
    } finally {
      const message = notFinite.message(source.name);
      if (message !== undefined) warn(context, message);
      without.report();
    }
    without.refuseNothingGood();
  });
}

/** The form of answers: the columns that are kept, then those of the predictor. */
async function formOf(options: AnswerOptions, predictor: Predictor): Promise<RowForm<AnswerCell>> {
  const { keep, safe } = options;
  const format = formatOf(options);
  refuseTwice(keep, predictor.columns);
  if (format !== 'parquet') {
    const { head, line } = answerLines(format, keep, predictor.columns, { safe });
    return textForm(head, line);
  }
  if (safe) throw notForJson('Parquet');
  return parquetForm(keep, predictor);
}

/** Yields the answers to a chunk, several rows at once. A row without an answer has empty cells, or is skipped. */
function* answers(
  { rows, x, kept, skipped, lines, countsRows }: Chunk,
  { predict, atOnce, columns }: Predictor,
  onError: ErrorMode,
  notFinite: NotFiniteAnswers,
): Generator<AnswerCell[][]> {
  const none = columns.map(() => null);
  for (let from = 0; from < rows; from += atOnce) {
    const count = Math.min(atOnce, rows - from);
    const values = predict(x, from, count);
    const answered: AnswerCell[][] = [];
    for (let i = 0; i < count; i++) {
      const isSkipped = skipped?.[from + i] === 1;
      if (!isSkipped) notFinite.take(values[i], () => `${lineWord({ countsRows })} ${lines[from + i]}`);
      if (!isSkipped || onError !== 'skip')
        answered.push([...kept[from + i], ...(isSkipped ? none : values[i])]);
    }
    yield answered;
  }
}
