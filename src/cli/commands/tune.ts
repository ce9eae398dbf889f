import { dirname, join, parse as parsePath } from 'node:path';
import { type Command, Option } from 'commander';
import { exitCodes, MlpError } from '../../errors.js';
import { decodeText, readFileChecked, writeFileAtomic } from '../../files/index.js';
import { counted } from '../../format_count.js';
import type { BackendName } from '../../kernels/index.js';
import { rankOf } from '../../ranks/place.js';
import { shellWord } from '../../shell_word.js';
import { planText as foldsText } from '../../studies/cv/folds/index.js';
import { trialDirectory } from '../../studies/tune/collect.js';
import { type PlannedStudy, planStudy } from '../../studies/tune/plan_study.js';
import { parseSpace } from '../../studies/tune/space/space.js';
import { type StrategyName, strategies, strategyNames } from '../../studies/tune/strategies/index.js';
import { studyFiles } from '../../studies/tune/study_directory.js';
import { collectStudy, type Tuned, tune } from '../../studies/tune/tune.js';
import { version } from '../../version.js';
import type { Context } from '../context.js';
import { DivisionNotes } from '../division_notes.js';
import { addExamples } from '../examples.js';
import { Interruption } from '../interruption.js';
import { pathFrom, write } from '../io.js';
import { kernelsFor } from '../kernels.js';
import { note, warn } from '../messages.js';
import { addOptions, integer, number, overrides, type SharedOptions } from '../options.js';
import { foldsOfTrialsText } from '../render/cv.js';
import { leaderboard, leaderboardJson } from '../render/leaderboard.js';
import { chosenNotes, startNotes } from '../study_notes.js';
import { createStudyProgress } from '../study_progress.js';
import { yieldEvery } from '../yield_every.js';

interface Options extends SharedOptions {
  readonly space: string;
  readonly strategy: StrategyName;
  readonly trials?: number;
  readonly ahead: number;
  readonly metric?: string;
  readonly folds?: number;
  readonly timeLimit?: number;
  readonly halving?: boolean;
  readonly resume?: boolean;
  readonly plan?: boolean;
  readonly collect?: boolean;
}

const defaultAhead = 4;

export function define(command: Command, context: Context): void {
  addOptions(command, 'set', 'seed', 'out', 'force', 'json', 'quiet', 'threads', 'backend')
    .description(
      'Search for values of CONFIG that are best on its validation rows: train it with many, print the best, and ' +
        'measure the chosen one on its test rows. Written to runs/<name>-tune, with a config to train ' +
        '(best.json) and its run (best). The same study comes out of any number of threads and processes, and ' +
        'after any interruption.',
    )
    .argument('<config>', 'a JSON file; mlp schema describes it')
    .requiredOption(
      '--space <file>',
      'what is tried, a JSON object by dotted path: {"optimizer.learning_rate": {"log_uniform": [1e-4, 1e-1]}, ' +
        '"layers.0.units": {"int": [8, 256], "log": true}, "layers.1.rate": {"uniform": [0, 0.5]}, ' +
        '"optimizer.type": {"choice": ["adam", "sgd"]}}',
    )
    .addOption(
      new Option(
        '--strategy <name>',
        strategyNames.map((name) => `${name}: ${strategies[name].summary}`).join('; '),
      )
        .choices(strategyNames)
        .default(strategyNames[0]),
    )
    .addOption(
      new Option('--trials <n>', 'number of trials (default: 60, or all of a grid)').argParser(
        integer(1, 1e6),
      ),
    )
    .addOption(
      new Option(
        '--metric <name>',
        'as mlp eval names it, or a loss (default: that of early stopping, or loss)',
      ),
    )
    .addOption(
      new Option(
        '--folds <n>',
        'judge each trial by its mean over so many folds of the rows that are not test rows, as mlp cv makes them ' +
          '(default: by the validation rows)',
      )
        .argParser(integer(2, 255))
        .conflicts(['plan', 'collect']),
    )
    .addOption(
      new Option(
        '--ahead <n>',
        'trial i goes by the results of trials up to i − n, so that n can be trained at once; part of the study',
      )
        .default(defaultAhead)
        .argParser(integer(1, 1024)),
    )
    .option(
      '--halving',
      'give up bad trials early: all get a ninth of the epochs, a third of these a third, …',
    )
    .addOption(
      new Option(
        '--time-limit <seconds>',
        'begin no trial later than this: what comes out then depends on the machine',
      ).argParser(number(0)),
    )
    .addOption(
      new Option(
        '--plan',
        'train nothing, but print a command a trial, for xargs, GNU parallel or a job array (random and grid)',
      ).conflicts(['collect', 'resume', 'force', 'halving', 'timeLimit', 'json']),
    )
    .addOption(
      new Option('--collect', 'train nothing, but read what the commands of --plan have come to').conflicts([
        'resume',
        'halving',
        'timeLimit',
      ]),
    )
    .option('--resume', 'go on with a study that was interrupted, or is to have more trials')
    .action((config: string, options: Options, self: Command) => run(config, options, self, context));
  addExamples(
    command,
    `echo '{"optimizer.learning_rate": {"log_uniform": [1e-3, 1e-1]}}' > space.json`,
    'mlp tune configs/iris.json --space space.json --trials 12 --metric accuracy',
    'mlp tune configs/iris.json --space space.json --trials 16 --metric accuracy --resume',
    'mlp train runs/iris-tune/best.json',
    'mlp tune configs/iris.json --space space.json --trials 8 --metric accuracy --folds 3 --out runs/folds',
    'mlp tune configs/iris.json --space space.json --strategy random --trials 3 --plan --out runs/plan | sh',
    'mlp tune configs/iris.json --space space.json --strategy random --trials 3 --collect --out runs/plan',
  );
}

async function run(path: string, options: Options, command: Command, context: Context): Promise<void> {
  const rank = rankOf(context.env);
  // of several processes the first one speaks
  const spoken = { quiet: options.quiet || rank.rank > 0 };
  if (rank.size > 1 && options.timeLimit !== undefined)
    throw new MlpError(
      'usage',
      '--time-limit: of several processes none knows when the others stop; use the time limit of mpirun, then --resume',
    );
  const file = pathFrom(context, path);
  context.configFile = file;
  if ((options.plan || options.collect) && strategies[options.strategy].adapts)
    throw new MlpError(
      'usage',
      `--strategy ${options.strategy}: goes by the results of earlier trials, so that it cannot say all of them ` +
        'beforehand; add --strategy random or grid',
    );
  const planned = await plan(file, options, context, pathFrom(context, options.space));
  if (rank.rank === 0) notePrepared(planned, spoken, context);
  const name = nameOf(planned);
  const directory = pathFrom(context, options.out ?? `runs/${name}-tune`);
  if (options.plan)
    return write(context.stdout, planText(planned, path, options, options.out ?? `runs/${name}-tune`));
  const progress = createStudyProgress(context, planned, spoken, now);
  const interruption = new Interruption(context);
  interruption.listen();
  const started = now();
  const { timeLimit = Infinity } = options;
  let tuned: Tuned | null;
  try {
    const run = options.collect ? collectStudy : tune;
    tuned = await run(planned, {
      ...{ directory, rank, now, threads: options.threads },
      resume: options.resume ?? false,
      force: options.force ?? false,
      kernelsFor: (bytes) => kernelsFor(options, context, bytes),
      versions: { mlp: version, node: process.versions.node },
      pause: yieldEvery(50),
      stop() {
        return interruption.reason() ?? (now() - started >= timeLimit ? 'time_limit' : null);
      },
      onStart(workers) {
        for (const text of startNotes(planned, workers)) note(context, spoken, text);
        progress.start();
      },
      onResult: progress.result,
      onChosen: progress.stop,
    });
  } finally {
    progress.stop();
    interruption.release();
  }
  if (tuned === null) return;
  if (tuned.stopped === 'interrupted') {
    const { done, length } = planned.study;
    return interruption.endToGoOn(
      `interrupted after ${done} of ${length}, which are in ${directory}/trials.jsonl`,
      command,
      // what is collected is collected again
      options.collect ? [] : ['--resume'],
    );
  }
  await report(tuned, directory, options, context);
}

const now = (): number => performance.now() / 1000;

const nameOf = ({ prepared: [{ config }] }: PlannedStudy): string => config.name;

/** Says what there is to say of the data, with folds of each what was not said before. */
function notePrepared(
  { prepared, validation }: PlannedStudy,
  options: Pick<Options, 'quiet'>,
  context: Context,
) {
  const notes = new DivisionNotes(context, options);
  if (!validation) return notes.all(prepared[0].dataset);
  const { plan, stopping, rows } = validation;
  notes.all(rows.read.report);
  for (const text of [foldsText(plan), ...plan.notes, ...foldsOfTrialsText(rows.config, stopping)])
    note(context, options, text);
  for (const [fold, { dataset }] of prepared.entries()) notes.ofDivision(`fold ${fold}`, dataset);
}

async function report(tuned: Tuned, directory: string, options: Options, context: Context): Promise<void> {
  const { study } = tuned.planned;
  const failed = study.records.filter(({ value }) => value === null);
  if (failed.length > 0) {
    const [first] = failed;
    const why = first.error ? `: ${first.error}` : first.stop_reason === 'diverged' ? ' (diverged)' : '';
    warn(context, `${counted(failed.length, 'trial')} without a value, such as trial ${first.trial}${why}`);
  }
  if (tuned.chosen) {
    const { drawStudy } = await import('../../report/study/index.js');
    writeFileAtomic(join(directory, studyFiles.report), drawStudy(tuned));
  }
  await write(context.stdout, options.json ? leaderboardJson(tuned) : leaderboard(tuned, context));
  for (const text of chosenNotes(tuned, directory)) note(context, options, text);
  if (!tuned.chosen) context.exitCode = exitCodes.check_failed;
}

function plan(file: string, options: Options, { stdin }: Context, spacePath: string): Promise<PlannedStudy> {
  const { strategy, trials, ahead, metric, folds, halving = false, backend } = options;
  const text = decodeText(readFileChecked(file, 'config'), file);
  const space = parseSpace(decodeText(readFileChecked(spacePath, 'space'), spacePath), spacePath);
  const flags = { set: options.set, overrides: overrides(options) };
  return planStudy({
    source: { text, source: file, name: parsePath(file).name, ...flags },
    ...{ space, strategy, trials, ahead, metric, folds, halving, now },
    backend: backend as BackendName | undefined,
    loading: { directory: dirname(file), stdin },
  });
}

/** Lines that a shell reads, one for each trial. */
function planText(planned: PlannedStudy, config: string, options: Options, directory: string): string {
  const { study, description } = planned;
  const flags = [
    ...options.set.flatMap((text) => ['--set', text]),
    ...(options.seed === undefined ? [] : ['--seed', String(options.seed)]),
    ...(options.backend === undefined ? [] : ['--backend', options.backend]),
  ];
  const lines = Array.from({ length: study.length }, (_, step) => {
    const { trial, values } = study.trial(step);
    const set = description.space.flatMap(({ name }) => ['--set', `${name}=${JSON.stringify(values[name])}`]);
    const words = [
      'mlp',
      'train',
      config,
      ...flags,
      ...set,
      '--out',
      trialDirectory(directory, trial),
      '--quiet',
    ];
    return `${words.map(shellWord).join(' ')} > /dev/null\n`;
  });
  return lines.join('');
}
