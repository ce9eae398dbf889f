import { counted } from '../format_count.js';
import { metricDirection } from '../metrics/index.js';
import { type PlannedStudy, scoreName } from '../studies/tune/plan_study.js';
import type { Tuned } from '../studies/tune/tune.js';
import { formatNumber } from './render/number.js';

/** Sentences on a study before it begins: what is tried and how, what is left of it, how many trainings at once. */
export function startNotes(planned: PlannedStudy, workers: number): string[] {
  const { study, metric, description } = planned;
  const { trials, ahead, direction, rungs } = study.options;
  const { space, strategy, trials: asked } = description;
  const names = space.map(({ name }) => name).join(', ');
  const isDefault = asked === undefined && strategy !== 'grid';
  const superlative = direction === 'lower' ? 'lowest' : 'highest';
  const sentences = [
    `${counted(trials, 'trial')}${isDefault ? ' (--trials)' : ''} by ${strategy} of ${names}; ` +
      `the best has the ${superlative} ` +
      `${description.folds === undefined ? `${metric} on validation` : scoreName(planned)} (--metric); ` +
      `all have the seed ${study.options.seed}`,
  ];
  if (asked !== undefined && asked > trials)
    sentences.push(
      `the grid has ${counted(trials, 'combination')}, so that ${asked} trials would repeat some`,
    );
  if (rungs)
    sentences.push(
      `compared after ${rungs.slice(0, -1).join(', ')} epochs: of three the best goes on, up to ${rungs.at(-1)}`,
    );
  if (study.done > 0) sentences.push(`goes on after ${study.done} of ${study.length}`);
  if (workers > 1)
    sentences.push(
      `${workers} trainings at once (--threads, at most --ahead ${ahead}` +
        `${description.folds === undefined ? '' : ` trials of ${description.folds} folds`}); ` +
        'results do not depend on it',
    );
  return sentences;
}

/** Sentences on the chosen config: its score on rows that no trial has seen, and what choosing did to that on others. */
export function chosenNotes({ planned, chosen, stopped, missing }: Tuned, directory: string): string[] {
  const { study, metric } = planned;
  if (!chosen) return [];
  const { best, test, run } = chosen;
  const name = scoreName(planned);
  const tried = study.ranking.length;
  const validation = formatNumber(best.value!);
  const rows = run.metrics.test?.rows;
  const sentences = [
    ...(missing && missing.length > 0
      ? [
          `${counted(missing.length, 'trial')} of ${study.length} without a run, such as ${missing[0]}: train ` +
            'them by their lines of --plan and collect again, or here by --resume instead of --collect',
        ]
      : []),
    ...(stopped === 'time_limit'
      ? [
          `stopped by --time-limit after ${study.done} of ${study.length}: how far it comes in a time differs from ` +
            'machine to machine, and with it the result; --resume goes on',
        ]
      : []),
    test === null
      ? `${name} ${validation} of trial ${best.trial} is the best of ${tried}, chosen for it, and so ` +
        'flatters; there are no test rows (data.split.test) to say by how much'
      : `trial ${best.trial} on the ${counted(rows!, 'test row')}, which no trial has seen: ${metric} ` +
        `${formatNumber(test)}; its ${name} ${validation} was chosen as the best of ${tried}, ` +
        `and so flatters${gap(metric, best.value!, test)}`,
    `wrote ${directory}/best.json, to be trained or changed further, its run ${directory}/best, and a ` +
      `page, ${directory}/report.html`,
  ];
  return sentences;
}

/** Words on the difference of validation and test. */
function gap(metric: string, validation: number, test: number): string {
  const isLower = metricDirection(metric as never) !== 'higher';
  const worse = isLower ? test - validation : validation - test;
  return worse > 0 ? `: by ${formatNumber(worse)} here` : ', though not here';
}
