import { statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Command } from 'commander';
import { writeError } from '../../files/file_system.js';
import { makeDirectories, reportFile, sweepTemporaries, writeFileAtomic } from '../../files/index.js';
import { counted } from '../../format_count.js';
import type { Context } from '../context.js';
import { addExamples } from '../examples.js';
import { pathFrom, write } from '../io.js';
import { note, warn } from '../messages.js';
import { addOptions, type SharedOptions } from '../options.js';
import { addReadingOption, type ReadingOptions } from '../reading_option.js';

interface Options extends ReadingOptions, Pick<SharedOptions, 'json' | 'quiet'> {
  readonly out?: string;
  readonly svg?: string;
}

export function define(command: Command, context: Context): void {
  addReadingOption(addOptions(command, 'json', 'quiet'))
    .description(
      'Draw what a run has learned, as one HTML file that needs nothing else, and print its name: learning ' +
        'curves, what is predicted where, what each unit has learned, confusion matrix, ROC, calibration, ' +
        'residuals, weights and gradients, as far as they apply.',
    )
    .argument('<run>', 'a run directory or a model file')
    .option('--out <file>', 'the file to write, - for stdout (default: report.html in the run directory)')
    .option('--svg <dir>', 'write each picture there, too, as SVG')
    .action((path: string, options: Options) => run(path, options, context));
  addExamples(
    command,
    'mlp report runs/iris',
    'mlp report runs/iris --svg pictures',
    'mlp report runs/iris --out - > iris.html',
  );
}

async function run(path: string, options: Options, context: Context): Promise<void> {
  const { drawReport } = await import('../../report/index.js');
  const directory = pathFrom(context, path);
  const report = await drawReport(directory, (message) => warn(context, message), options.set);
  if (options.svg !== undefined) writePictures(pathFrom(context, options.svg), report.pictures);
  if (options.out === '-') return write(context.stdout, report.html);
  const file = options.out === undefined ? defaultReport(directory) : pathFrom(context, options.out);
  writeFiles(dirname(file), new Map([[basename(file), report.html]]));
  const { charts, pictures } = report;
  const drawn =
    options.svg === undefined ? '' : `, and ${counted(pictures.length, 'picture')} in ${options.svg}`;
  note(context, options, `${counted(charts.length, 'chart')}${drawn}`);
  await write(
    context.stdout,
    options.json
      ? `${JSON.stringify({ html: file, charts, pictures: pictures.map((picture) => picture.file) }, null, 2)}\n`
      : `${file}\n`,
  );
}

const defaultReport = (path: string): string =>
  join(statSync(path).isDirectory() ? path : dirname(path), reportFile);

function writePictures(directory: string, pictures: readonly { file: string; svg: string }[]): void {
  try {
    makeDirectories(directory);
  } catch (error) {
    throw writeError(directory, error);
  }
  writeFiles(directory, new Map(pictures.map(({ file, svg }) => [file, svg])));
}

function writeFiles(directory: string, files: ReadonlyMap<string, string>): void {
  for (const [name, content] of files) writeFileAtomic(join(directory, name), content);
  sweepTemporaries(directory, [...files.keys()]);
}
