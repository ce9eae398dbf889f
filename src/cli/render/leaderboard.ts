import { summarize } from '../../studies/cv/uncertainty.js';
import { keyOf } from '../../studies/tune/journal.js';
import { scoreName } from '../../studies/tune/plan_study.js';
import type { TrialRecord } from '../../studies/tune/record.js';
import type { Tuned } from '../../studies/tune/tune.js';
import type { Context } from '../context.js';
import { type Cell, table } from './table.js';

/** Most trials in a table; JSON has all. */
const shown = 10;

/** Table of the best trials, best first: the metric and the values of each. */
export function leaderboard({ planned }: Tuned, { style, stdout }: Context): string {
  const { study, description } = planned;
  const best = study.ranking.slice(0, shown);
  const names = description.space.map(({ name }) => name);
  const rungs = description.halving;
  const rows = best.map((record): Cell[] => [
    record.trial,
    record.value ?? undefined,
    ...(record.folds ? [deviationOf(record.folds as number[])] : []),
    ...(rungs ? [record.epochs] : []),
    ...names.map((name) => cell(record.values[name])),
  ]);
  const isFolded = description.folds !== undefined;
  const header = [
    'trial',
    scoreName(planned),
    ...(isFolded ? ['± sd'] : []),
    ...(rungs ? ['epochs'] : []),
    ...names,
  ];
  return table(header, rows, {
    style: style.out,
    width: stdout.columns,
  });
}

/** Standard deviation of the scores of folds, with n − 1. */
const deviationOf = (scores: readonly number[]): number => summarize(scores, 0).standard_deviation;

const cell = (value: unknown): Cell =>
  typeof value === 'number' || typeof value === 'string' ? value : JSON.stringify(value);

/** A study as JSON: what was asked, the best, and all trials, best first; those without a value last. */
export function leaderboardJson({ planned, chosen, seconds, stopped }: Tuned): string {
  const { study, metric, description, header } = planned;
  const { ranking } = study;
  const withSeconds = (record: TrialRecord) => ({ ...record, seconds: seconds.get(keyOf(record)) });
  const failed = study.records.filter(({ value }) => value === null);
  return `${JSON.stringify(
    {
      metric,
      better: study.options.direction,
      strategy: description.strategy,
      ahead: header.ahead,
      ...(header.folds !== undefined && { folds: header.folds }),
      seed: study.options.seed,
      trials: study.options.trials,
      ...(stopped && { stopped }),
      ...(chosen && {
        best: {
          ...withSeconds(chosen.best),
          test: chosen.test,
          rows: { validation: chosen.run.metrics.validation?.rows, test: chosen.run.metrics.test?.rows },
        },
      }),
      leaderboard: ranking.map(withSeconds),
      ...(failed.length > 0 && { failed: failed.map(withSeconds) }),
    },
    null,
    2,
  )}\n`;
}
