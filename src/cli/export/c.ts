import { execFile, spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { dateFormat } from '../../data/dates/index.js';
import type { DateFeature, Preprocessing } from '../../data/preprocessing/index.js';
import { cellFormat } from '../../data/table/cells.js';
import { MissingTexts } from '../../data/table/missing_texts.js';
import { MlpError } from '../../errors.js';
import type { ColumnValue } from '../../export/check/rows.js';
import { identifier } from '../../export/names.js';
import type { InputColumn } from '../../export/program/index.js';
import { temporaryDirectory } from '../../files/temporary_directory.js';
import type { Value } from '../../model/answers.js';
import { parseRecords } from './csv.js';
import type { Exported, Runner } from './runner.js';

/** Compiles a file by `cc`, a program with any flags, and runs it on rows as CSV. */
export const runC: Runner = async (file, exported, cc) => {
  const directory = temporaryDirectory('mlp-export-');
  const program = join(directory.path, 'program');
  const guard = identifier(exported.name).toUpperCase();
  const [compiler, ...flags] = cc.split(/\s+/);
  const options = [...flags, '-std=c99', '-O2', `-D${guard}_MAIN`, '-o', program, resolve(file), '-lm'];
  try {
    await promisify(execFile)(compiler, options);
  } catch (error) {
    directory.remove();
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return `there is no C compiler (${compiler}; the variable CC names another)`;
    throw new MlpError('check_failed', `${file}: ${cc} fails: ${message.split('\n').slice(0, 4).join('\n')}`);
  }
  const answerOf = (text: string, isClass: boolean): Value | null =>
    text === '' ? null : isClass ? text : numberOf(text);
  return {
    async answer(rows) {
      const { stdout, stderr, code } = await run(program, csvText(rows, exported));
      if (code !== 0)
        throw new MlpError('check_failed', `${file}: its program ends with ${code}: ${stderr.trim()}`);
      const [, ...records] = parseRecords(stdout);
      const isClass = exported.answers.map(({ classes }) => classes !== undefined);
      return records.map((fields) => isClass.map((each, j) => answerOf(fields[j] ?? '', each)));
    },
    close: directory.remove,
  };
};

/** A number as C prints it. */
const numberOf = (text: string): number => Number(text.replace(/^(-?)inf(inity)?$/, '$1Infinity'));

function run(
  program: string,
  input: string,
): Promise<{ stdout: string; stderr: string; code: number | null }> {
  return new Promise((settle, reject) => {
    const child = spawn(program, [], { stdio: 'pipe' });
    const [out, errors]: Buffer[][] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    child.on('error', reject);
    child.on('close', (code) =>
      settle({ code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(errors).toString() }),
    );
    // a program that ends early reads no more
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

/** Rows as the program reads them: all columns of the training data where these have no header. */
function csvText(rows: readonly (readonly ColumnValue[])[], { columns, preprocessing }: Exported): string {
  const { delimiter, header, skip_rows: skipped } = preprocessing;
  const names = header ? columns.map(({ name }) => name) : preprocessing.columns;
  const places = names.map((name) => columns.findIndex((column) => column.name === name));
  const writers = columns.map((column) => cellWriter(column, preprocessing));
  const field = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const line = (fields: readonly string[]) => `${fields.map(field).join(delimiter)}\n`;
  const lines = rows.map((values) =>
    line(places.map((place) => (place < 0 ? '' : writers[place](values[place])))),
  );
  return `${'\n'.repeat(skipped)}${header ? line(names) : ''}${lines.join('')}`;
}

/** Writes the cells of a column as the data of the model have them. */
function cellWriter(
  { name, type }: InputColumn,
  { cells, features }: Preprocessing,
): (value: ColumnValue) => string {
  const { decimal, missing_values } = cellFormat(cells, name);
  const [missing = ''] = new MissingTexts(missing_values).of(type);
  const date = features.find((feature) => feature.kind === 'date' && feature.name === name) as DateFeature;
  return (value) => {
    if (value === null) return missing;
    if (type === 'category') return String(value);
    if (type === 'date') return dateText(Number(value), date.format);
    return (Object.is(value, -0) ? '-0' : String(value)).replace('.', decimal);
  };
}

/** A date in a format, with the fraction of its second where it has one. */
function dateText(seconds: number, format: string): string {
  const [, fraction = ''] = (seconds - Math.floor(seconds)).toFixed(40).replace(/0+$/, '').split('.');
  const text = format === 'iso' ? `%Y-%m-%dT%H:%M:%S${fraction && `.${fraction}`}` : format;
  const written = text.replace(/%(.)/g, (directive, letter) =>
    letter === 'f' ? fraction || '0' : directive,
  );
  return dateFormat(written).write(seconds);
}
