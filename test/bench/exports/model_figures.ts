import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { runners } from '../../../src/cli/export/index.js';
import { filesFrom } from '../../../src/data/sources/paths.js';
import { MlpError } from '../../../src/errors.js';
import { Comparing } from '../../../src/export/check/compare.js';
import { type ColumnValue, checkedRows } from '../../../src/export/check/rows.js';
import { type FormatName, formats } from '../../../src/export/index.js';
import { type Program, programOf } from '../../../src/export/program/index.js';
import { backends } from '../../../src/kernels/index.js';
import { loadModel } from '../../../src/model/load_model.js';
import { type Model, networkOf } from '../../../src/model/model.js';
import { widthsText } from '../../../src/nn/graph/widths.js';
import { random, uniform } from '../../../src/random.js';
import { type RowTime, rowTimes } from './row_times.js';

/** Figures of a model in a format; without a time where there is nothing to run it by. */
export interface FormatFigures extends Partial<RowTime> {
  /** Largest difference from what `mlp predict` gives. */
  readonly difference: number;
  /** Rows with another class, or with no answer where there is one. */
  readonly otherRows: number;
  readonly bytes: number;
}

/** Figures of the model of a config, or the reason why it is not exported. */
export type ModelFigures =
  | { readonly name: string; readonly refused: string }
  | {
      readonly name: string;
      readonly network: string;
      readonly rows: number;
      readonly formats: Readonly<Record<FormatName, FormatFigures>>;
    };

export interface Settings {
  /** Arguments of `mlp train`, beside the config. */
  readonly train: readonly string[];
  /** Milliseconds of each timing. */
  readonly milliseconds: number;
}

/** Most rows that are timed: a table of them is part of a file of C. */
const mostTimed = 100;
const formatNames = Object.keys(formats) as FormatName[];

/** Trains a config, and measures the exports of its model on the rows of its training data, in a directory. */
export async function modelFigures(
  config: string,
  directory: string,
  settings: Settings,
): Promise<ModelFigures> {
  mkdirSync(directory, { recursive: true });
  const run = join(directory, 'run');
  const program = resolve('bin/mlp.js');
  execFileSync(process.execPath, [program, 'train', config, '--out', run, '--quiet', ...settings.train], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const model = loadModel(run);
  const { name } = model.config;
  try {
    const program = programOf(model);
    const data = dataOf(config, program, directory);
    const rows = await readRows(model, data);
    const figures: [FormatName, FormatFigures][] = [];
    for (const format of formatNames)
      figures.push([format, await formatFigures(format, { model, program, rows, directory }, settings)]);
    return {
      ...{ name, network: widthsText(networkOf(model, backends.js)), rows: rows.values.length },
      formats: Object.fromEntries(figures) as Record<FormatName, FormatFigures>,
    };
  } catch (error) {
    if (error instanceof MlpError && error.failure === 'usage') return { name, refused: error.message };
    throw error;
  }
}

type Rows = Awaited<ReturnType<typeof readRows>>;

async function readRows(model: Model, path: string) {
  const values: ColumnValue[][] = [];
  const answers: Parameters<Comparing['add']>[0][] = [];
  const ignore = () => {};
  const listener = { warn: ignore, note: ignore, onBadRow: ignore };
  for await (const chunk of checkedRows(model, filesFrom({ name: path, input: path }), listener)) {
    values.push(...chunk.values);
    answers.push(...chunk.answers);
  }
  return { values, answers };
}

/** The training data of a config; of one whose rows are generated, random ones. */
function dataOf(config: string, { columns }: Program, directory: string): string {
  const { train } = JSON.parse(readFileSync(config, 'utf8')).data;
  if (typeof train === 'string') return resolve(dirname(config), train);
  const rng = random(9, 'check');
  const rows = Array.from({ length: 1000 }, () => columns.map(() => 4 * uniform(rng) - 2).join());
  const file = join(directory, 'rows.csv');
  writeFileSync(file, [columns.map(({ name }) => name).join(), ...rows].join('\n'));
  return file;
}

interface Subject {
  readonly model: Model;
  readonly program: Program;
  readonly rows: Rows;
  readonly directory: string;
}

async function formatFigures(
  format: FormatName,
  { model, program, rows, directory }: Subject,
  { milliseconds }: Settings,
): Promise<FormatFigures> {
  const files = formats[format].files(model, `model${formats[format].extension}`);
  for (const { name, content } of files) writeFileSync(join(directory, name), content);
  const file = join(directory, files[0].name);
  const bytes = Buffer.byteLength(files[0].content);
  const { preprocessing } = model;
  const runner = await runners[format](file, { ...program, preprocessing }, process.env.CC ?? 'cc');
  if (typeof runner === 'string') throw new Error(`${format}: ${runner}`);
  const comparing = new Comparing();
  const given = await runner.answer(rows.values);
  for (const [i, answer] of rows.answers.entries()) comparing.add(answer, given[i]);
  const { difference, otherRows } = comparing.result;
  // a row without an answer takes no time
  const timed = rows.values.filter((_, i) => rows.answers[i][0] !== null).slice(0, mostTimed);
  const times = await rowTimes[format]({ file, program, rows: timed, milliseconds, answer: runner.answer });
  runner.close();
  return { difference, otherRows, bytes, ...times };
}
