import { join } from 'node:path';
import { MlpError } from '../../errors.js';
import { decodeText, readFileIfThere } from '../../files/index.js';
import { compare } from '../../run/compare.js';
import { differenceOfCourse, differenceOfEnds } from '../../run/course.js';
import { firstDifference } from '../../run/first_difference.js';
import { rebase } from '../../run/rebase.js';
import type { FinalMetrics } from '../../run/run_files.js';
import type { PlannedStudy } from './plan_study.js';
import type { TrialRecord } from './record.js';
import { studyFiles } from './study_directory.js';

/** Directory of the run of a trial. */
export const trialDirectory = (directory: string, trial: number): string =>
  join(directory, studyFiles.trials, String(trial));

/** Results that were found, with their seconds, and trials that have none. */
export interface Collected {
  readonly records: readonly TrialRecord[];
  readonly seconds: ReadonlyMap<number, number>;
  readonly missing: readonly number[];
}

/**
 * Reads the results of trials that were trained each by itself, by the commands of a plan.
 *
 * @throws MlpError `data` where a run is of another config or of other data.
 */
export async function collect(planned: PlannedStudy, directory: string): Promise<Collected> {
  const { study } = planned;
  const records: TrialRecord[] = [];
  const missing: number[] = [];
  const seconds = new Map<number, number>();
  for (let step = 0; step < study.length; step++) {
    const { trial, values } = study.trial(step);
    const run = trialDirectory(directory, trial);
    const metrics = readJson(join(run, 'metrics.json')) as FinalMetrics | undefined;
    if (!metrics || metrics.stop_reason === 'interrupted') {
      missing.push(trial);
      continue;
    }
    await checkRun(planned, run, values, metrics);
    const { stop_reason, best_epoch } = metrics;
    records.push({
      trial,
      values: values as TrialRecord['values'],
      value: stop_reason === 'diverged' ? null : await valueIn(planned, run, metrics),
      ...(best_epoch !== undefined && { best_epoch }),
      stop_reason,
    });
    seconds.set(trial, metrics.seconds);
  }
  return { records, seconds, missing };
}

async function valueIn(
  { metric }: PlannedStudy,
  run: string,
  { validation }: FinalMetrics,
): Promise<number | null> {
  const value = (validation as unknown as Readonly<Record<string, unknown>>)[metric];
  if (typeof value === 'number') return value;
  const [compared] = await compare([run], { metrics: [metric], part: 'validation', warn() {} });
  return compared.metrics[metric] ?? null;
}

/** Refuses a run of another config or of other data than those of its trial. */
async function checkRun(
  { trainer, description, prepared }: PlannedStudy,
  run: string,
  values: Readonly<Record<string, unknown>>,
  { sha256 }: FinalMetrics,
): Promise<void> {
  const refuse = (difference: string | null) => {
    if (difference === null) return;
    throw new MlpError(
      'data',
      `${run}: is not the run of this trial: ${difference}; train it again by the line of --plan, with --force`,
    );
  };
  refuse(firstDifference(sha256, { ...prepared[0].dataset.sha256 }, 'data'));
  const [{ config }] = await trainer.prepare(values);
  const expected = JSON.parse(JSON.stringify(rebase(config, description.loading.directory, run)));
  const stored = readJson(join(run, 'config.json')) as typeof config | undefined;
  if (!stored) refuse('it has no config.json');
  else refuse(differenceOfCourse(stored, expected) ?? differenceOfEnds(stored, expected));
}

function readJson(path: string): unknown {
  const bytes = readFileIfThere(path, 'file of a run');
  if (!bytes) return undefined;
  try {
    return JSON.parse(decodeText(bytes, path));
  } catch (cause) {
    throw new MlpError('data', `${path}: not valid JSON: the file was changed`, { cause });
  }
}
