import { type Command, Option } from 'commander';
import { formatRecord } from '../data/csv/format.js';
import type { ByteSource } from '../data/sources/bytes.js';
import { type Chunk, encodeStream } from '../data/stream.js';
import { MlpError } from '../errors.js';
import type { Value } from '../model/answers.js';
import type { Predictor } from '../model/predictor.js';
import type { Context } from './context.js';
import { write } from './io.js';
import { warn } from './messages.js';

/** Options of the commands that print an answer for each row of data. */
export interface AnswerOptions {
  readonly format: 'csv' | 'jsonl';
  readonly keep: readonly string[];
}

/** Adds the options of AnswerOptions to a command. */
export const addAnswerOptions = (command: Command): Command =>
  command
    .addOption(new Option('--format <format>', 'of the output').choices(['csv', 'jsonl']).default('csv'))
    .addOption(
      new Option('--keep <columns>', 'columns of DATA to print first, as they are: id,name')
        .argParser((text) => text.split(','))
        .default([], 'none'),
    );

/**
 * Prints an answer for each row of data, in order, as the rows come in. `origin` is added to the message about a column
 * that the data lack, as the reason why it is wanted.
 */
export async function answerRows(
  source: ByteSource,
  predictor: Predictor,
  { keep, format }: AnswerOptions,
  context: Context,
  origin?: string,
): Promise<void> {
  const columns = [...keep, ...predictor.columns];
  const twice = columns.find((name, i) => columns.indexOf(name) < i);
  if (twice !== undefined)
    throw new MlpError('usage', `--keep ${keep.join(',')}: the output would have two columns ${twice}`);
  const line = format === 'csv' ? csvLine : (values: readonly (Value | null)[]) => jsonLine(columns, values);
  const onWarning = (message: string) => warn(context, message);
  const reading = { target: 'ignore', keep, origin, warn: onWarning } as const;
  let started = false;
  for await (const chunk of encodeStream(source, predictor.preprocessing, reading)) {
    if (!started && format === 'csv') await write(context.stdout, `${formatRecord(columns)}\n`);
    started = true;
    for (const text of answers(chunk, predictor, line)) await write(context.stdout, text);
  }
}

/**
 * Yields the lines of a chunk, in pieces of several rows. A row without an answer, for want of a value, has empty
 * fields.
 */
function* answers(
  { rows, x, kept, skipped }: Chunk,
  { predict, atOnce, columns }: Predictor,
  line: (values: readonly (Value | null)[]) => string,
): Generator<string> {
  const none = columns.map(() => null);
  for (let from = 0; from < rows; from += atOnce) {
    const count = Math.min(atOnce, rows - from);
    const values = predict(x, from, count);
    yield values.map((row, i) => line([...kept[from + i], ...(skipped?.[from + i] ? none : row)])).join('');
  }
}

const csvLine = (values: readonly (Value | null)[]) =>
  `${formatRecord(values.map((value) => (value === null ? '' : String(value))))}\n`;

const jsonLine = (columns: readonly string[], values: readonly (Value | null)[]) =>
  `${JSON.stringify(Object.fromEntries(columns.map((name, i) => [name, values[i]])))}\n`;
