import { type Command, Option } from 'commander';
import { formatRecord } from '../../data/csv/format.js';
import { MlpError } from '../../errors.js';
import { excerpt, printable } from '../../files/excerpt.js';
import { counted } from '../../format_count.js';
import { type CategoryVectors, categoryVectors, nearest, vectorsOfColumn } from '../../model/embeddings.js';
import { loadModel } from '../../model/load_model.js';
import type { Context } from '../context.js';
import { addExamples } from '../examples.js';
import { pathFrom, write } from '../io.js';
import { note } from '../messages.js';
import { addOptions, integer, type SharedOptions } from '../options.js';
import { table } from '../render/table.js';

interface Options extends Pick<SharedOptions, 'json'> {
  readonly column?: string;
  readonly nearest?: string;
  readonly count: number;
  readonly member: number;
  readonly format: 'word2vec' | 'csv';
}

export function define(command: Command, context: Context): void {
  addOptions(command, 'json')
    .description(
      'Print the vectors that a model has for the categories of a column (encode: embedding), one a line, or the ' +
        'categories nearest to one: by the cosine of the angle between the vectors, 1 in the same direction.',
    )
    .argument('<model>', 'a run directory or a model file')
    .option('--column <name>', 'column of the categories; needed where there are several')
    .option('--nearest <category>', 'print the categories whose vectors are nearest to that of this one')
    .addOption(new Option('--count <n>', 'how many of the nearest').default(10).argParser(integer(1, 1e9)))
    .addOption(
      new Option('--member <n>', 'network whose vectors are printed, of a model that averages several')
        .default(1)
        .argParser(integer(1, 1e6)),
    )
    .addOption(
      new Option('--format <format>', 'word2vec: what gensim and its like read; csv: with a header')
        .choices(['word2vec', 'csv'])
        .default('word2vec'),
    )
    .action((path: string, options: Options) => {
      const found = vectorsOfColumn(categoryVectors(loadModel(pathFrom(context, path))), options.column);
      const { members } = found;
      if (options.member > members.length)
        throw new MlpError(
          'usage',
          `--member ${options.member}: the model has ${counted(members.length, 'network')}; leave it out`,
        );
      return write(
        context.stdout,
        options.nearest === undefined
          ? vectorText(found, options, context)
          : nearestText(found, options, context),
      );
    });
  addExamples(
    command,
    'mlp train configs/penguins.json --set data.columns.island.encode=embedding',
    'mlp embeddings runs/penguins --column island > island.vec',
    'mlp embeddings runs/penguins --nearest Biscoe',
  );
}

function vectorText(found: CategoryVectors, { format, json, member }: Options, context: Context): string {
  const { column, levels, width, members } = found;
  const vectors = members[member - 1];
  if (members.length > 1)
    note(
      context,
      {},
      `the model averages ${counted(members.length, 'network')}, each with vectors of its own, not to be mixed: ` +
        `these are of number ${member} (--member)`,
    );
  if (json) {
    const rows = levels.map((category, i) => ({ category, vector: [...vectors[i]] }));
    return `${JSON.stringify({ column, width, vectors: rows }, null, 2)}\n`;
  }
  if (format === 'csv') {
    const header = [column, ...Array.from({ length: width }, (_, k) => `v${k + 1}`)];
    const rows = levels.map((level, i) => [level, ...Array.from(vectors[i], String)]);
    return [header, ...rows].map((cells) => `${formatRecord(cells)}\n`).join('');
  }
  const lines = words(found, context).map((word, i) => `${word} ${[...vectors[i]].join(' ')}\n`);
  return `${levels.length} ${width}\n${lines.join('')}`;
}

/** Levels as words: word2vec text ends a word at a blank, so that `_` takes its place. */
function words({ column, levels }: CategoryVectors, context: Context): string[] {
  const found = levels.map((level) => level.replace(/\s/g, '_'));
  const changed = levels.findIndex((level, i) => level !== found[i]);
  if (changed < 0) return found;
  const twice = found.findIndex((word, i) => found.indexOf(word) < i);
  if (twice >= 0)
    throw new MlpError(
      'usage',
      `${printable(column)}: ${excerpt(levels[found.indexOf(found[twice])])} and ${excerpt(levels[twice])} would be ` +
        'the same word, as a blank ends a word of word2vec text; use --format csv',
    );
  note(
    context,
    {},
    `blanks are _ in words of word2vec text: ${found[changed]}; as they are with --format csv`,
  );
  return found;
}

function nearestText(
  found: CategoryVectors,
  { nearest: level, count, json }: Options,
  context: Context,
): string {
  const neighbours = nearest(found, level!).slice(0, count);
  const { column, members } = found;
  if (json) return `${JSON.stringify({ column, category: level, nearest: neighbours }, null, 2)}\n`;
  if (members.length > 1)
    note(context, {}, `cosines are means over the ${members.length} networks that the model averages`);
  const rows = neighbours.map(({ category, cosine }) => [category, cosine ?? undefined]);
  return table([column, 'cosine'], rows, { style: context.style.out, width: context.stdout.columns });
}
