import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { MlpError } from '../../errors.js';
import { writeFileAtomic } from '../../files/index.js';
import { type JobPool, startPool } from '../../jobs/job_pool.js';
import { networkJobs } from '../../jobs/restarts/train.js';
import { threadsWorthIt } from '../../jobs/worth.js';
import { readInitialTensors } from '../../model/load_model.js';
import { fillNetwork } from '../../model/tensors.js';
import type { Rank } from '../../ranks/place.js';
import type { KernelsFor } from '../../run/network_for_training.js';
import type { FinalMetrics } from '../../run/run_files.js';
import { type TrainedRun, trainRun } from '../../run/train_run.js';
import { networkCount } from '../../training/options.js';
import { measurePart } from '../divisions/metric.js';
import { collect } from './collect.js';
import { Journal, keyOf } from './journal.js';
import { Others } from './others.js';
import type { PlannedStudy } from './plan_study.js';
import type { TrialRecord } from './record.js';
import { runStudy, type StudyStop } from './run_study.js';
import { openStudy, studyFiles } from './study_directory.js';
import { trialConfig, trialConfigText } from './trial_config.js';

/** Options of running a study. */
export interface TuneOptions {
  readonly directory: string;
  readonly rank: Rank;
  readonly resume: boolean;
  readonly force: boolean;
  /** Most trainings at once; the cores of this machine where left out, under mpirun 1. */
  readonly threads?: number;
  readonly kernelsFor?: KernelsFor;
  readonly versions: FinalMetrics['versions'];
  /** Clock: seconds since some moment. */
  readonly now: () => number;
  pause?(): Promise<void> | undefined;
  stop(): StudyStop | null;
  /** Called when the directory is open and earlier results are read, with the number of trainings at once. */
  onStart?(workers: number): void;
  onResult?(record: TrialRecord): void;
  /** Called before the best config is trained for the last time. */
  onChosen?(): void;
}

/** The best config of a study, trained once more and measured on rows that no trial has seen. */
export interface Chosen {
  readonly best: TrialRecord;
  readonly run: TrainedRun;
  /** The metric on its test rows; null where there are none, or it is not defined for them. */
  readonly test: number | null;
}

/** A study that has ended, or was stopped. */
export interface Tuned {
  readonly planned: PlannedStudy;
  readonly stopped: StudyStop | null;
  /** Seconds of each result, by `keyOf`. */
  readonly seconds: ReadonlyMap<string, number>;
  /** Trials of a plan that have no run. */
  readonly missing?: readonly number[];
  /** Absent where the study was interrupted, or no trial has a value. */
  readonly chosen?: Chosen;
}

/**
 * Runs a study in a directory, or goes on with it: each result is in its journal before the next trial begins. The same
 * study comes out of any number of threads and processes, and after any interruption. At the end writes the best config
 * and its run. Of the processes of mpirun the first one does that; null in the others.
 *
 * @throws MlpError where the directory has another study, or a trial cannot be trained.
 */
export async function tune(planned: PlannedStudy, options: TuneOptions): Promise<Tuned | null> {
  const { directory, rank } = options;
  const { study, header } = planned;
  const release = openStudy(directory, options);
  const journal = new Journal(directory, header, rank.rank);
  try {
    const isFirst = rank.rank === 0;
    if (isFirst) {
      for (const record of journal.read()) study.add(record);
      journal.begin();
    }
    const others =
      rank.size > 1 ? new Others(study, journal, directory, () => 1000 * options.now(), isFirst) : undefined;
    await others?.begin();
    const seconds = journal.readSeconds();
    const stopped = await runTrials(planned, options, journal, seconds, others);
    if (!isFirst) return null;
    await others?.end(() => options.stop() !== null);
    const reason = stopped ?? options.stop();
    if (reason === 'interrupted') return { planned, stopped: reason, seconds };
    journal.finish(study.records, new Map([...journal.readSeconds(), ...seconds]));
    return await conclude(planned, options, reason, seconds);
  } catch (error) {
    if (rank.rank > 0) journal.fail((error as Error).message);
    throw error;
  } finally {
    journal.close();
    release();
  }
}

/**
 * Makes a study of runs that were trained each by itself, by the commands of a plan: its journal, the best config and
 * its run. Trials without a run are left out; `tune` can go on with these.
 *
 * @throws MlpError `no_input` where there is no run, `data` where one is of another config or of other data.
 */
export async function collectStudy(planned: PlannedStudy, options: TuneOptions): Promise<Tuned> {
  const { directory } = options;
  const { study, header } = planned;
  const { records, seconds: taken, missing } = await collect(planned, directory);
  if (records.length === 0)
    throw new MlpError(
      'no_input',
      `${directory}: no run of a trial is there; train them by the lines of --plan, with the same flags`,
    );
  const release = openStudy(directory, { ...options, resume: !options.force });
  const journal = new Journal(directory, header);
  try {
    // trials that were trained here, if there are any
    for (const record of [...journal.read(), ...records]) study.add(record);
    const seconds = new Map(records.map((record) => [keyOf(record), taken.get(record.trial)!]));
    journal.finish(study.records, seconds);
    const done = new Set(study.records.map(({ trial }) => trial));
    const tuned = await conclude(planned, options, null, seconds);
    return { ...tuned, missing: missing.filter((trial) => !done.has(trial)) };
  } finally {
    release();
  }
}

/** Writes the best config, and trains it once more. */
async function conclude(
  planned: PlannedStudy,
  options: Pick<
    TuneOptions,
    'directory' | 'kernelsFor' | 'threads' | 'versions' | 'now' | 'pause' | 'stop' | 'onChosen'
  >,
  stopped: StudyStop | null,
  seconds: ReadonlyMap<string, number>,
): Promise<Tuned> {
  const { study, description, metric } = planned;
  const { directory, kernelsFor, threads, versions, now, pause } = options;
  const { best } = study;
  if (!best) return { planned, stopped, seconds };
  const { source, space, loading } = description;
  const config = trialConfig(source, space, best.values);
  const name = `${config.name}-best`;
  writeFileAtomic(
    join(directory, studyFiles.best),
    trialConfigText(source, space, best.values, { name, from: loading.directory, to: directory }),
  );
  options.onChosen?.();
  let isInterrupted = false;
  const run = await trainRun({ ...config, name }, loading, versions, {
    directory: join(directory, studyFiles.run),
    ...{ kernelsFor, threads, now, force: true, resume: false },
    callbacks: {
      pause,
      stop() {
        isInterrupted ||= options.stop() === 'interrupted';
        return isInterrupted ? 'interrupted' : null;
      },
    },
  });
  if (isInterrupted) return { planned, stopped: 'interrupted', seconds };
  const { network, dataset } = run;
  const test = dataset.test ? measurePart(metric, network, run.config, dataset, 'test') : null;
  return { planned, stopped, seconds, chosen: { best, run, test } };
}

async function runTrials(
  planned: PlannedStudy,
  options: TuneOptions,
  journal: Journal,
  seconds: Map<string, number>,
  others: Others | undefined,
): Promise<StudyStop | null> {
  const { study, trainer } = planned;
  const { rank, stop, onStart, onResult } = options;
  const workers = workersFor(planned, options);
  onStart?.(workers.threads);
  if (study.done === study.length) return null;
  const pool = await startPoolFor(planned, options, workers.threads);
  try {
    return await runStudy(study, {
      workers: workers.trials,
      async train(task) {
        const measured = await trainer.train(task, pool);
        if (measured) seconds.set(keyOf(measured.record), measured.seconds);
        return measured?.record ?? null;
      },
      onResult(record) {
        journal.append(record);
        journal.appendSeconds(record, seconds.get(keyOf(record))!);
        onResult?.(record);
      },
      stop() {
        pool.checkStop();
        return stop();
      },
      isMine: (trial) => trial % rank.size === rank.rank,
      ...(others && { poll: async () => others.poll() }),
    });
  } finally {
    await pool.close();
  }
}

/** Threads of a study, and the trials at once that keep them busy. */
interface Workers {
  readonly threads: number;
  readonly trials: number;
}

/** Trainings at once that gain by it: no more than may be ahead of results, nor than there is work and memory for. */
function workersFor({ study, prepared, description }: PlannedStudy, { threads, rank }: TuneOptions): Workers {
  const [{ config }] = prepared;
  if (config.training.init_from !== undefined) return { threads: 1, trials: 1 };
  const { ahead } = study.options;
  const jobs = prepared.flatMap((each) => networkJobs(each, each.config, each.dataset));
  const most = Math.min(threads ?? (rank.size > 1 ? 1 : availableParallelism()), ahead * jobs.length);
  const left = Math.max(1, Math.ceil((study.length - study.done) / rank.size));
  const all = Array.from({ length: left }, () => jobs).flat();
  const worthIt = threadsWorthIt(most, all, [], { backend: description.backend });
  // one trial more than threads have room for: its networks wait for those that become free
  return {
    threads: worthIt,
    trials: Math.min(ahead, worthIt === 1 ? 1 : Math.ceil(worthIt / jobs.length) + 1),
  };
}

function startPoolFor(
  { prepared, description }: PlannedStudy,
  { threads, pause, stop }: TuneOptions,
  workers: number,
): Promise<JobPool> {
  const { backend, loading, halving } = description;
  const [{ config }] = prepared;
  const { init_from: from } = config.training;
  return startPool({
    ...{ workers, threads, backend, pause, wantsStates: halving },
    // a time limit ends no trial that has begun
    stop: () => (stop() === 'interrupted' ? 'interrupted' : null),
    ...(from !== undefined && {
      initialize: (network, restart) =>
        fillNetwork(
          network,
          readInitialTensors(resolve(loading.directory, from), network, networkCount(config))[restart],
        ),
    }),
  });
}
