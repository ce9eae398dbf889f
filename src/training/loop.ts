import type { Pass } from '../nn/layers/index.js';
import type { StepHooks } from './hooks.js';
import { type Objective, penalty } from './objective/objective.js';
import type { Updater } from './optimizer/updater.js';
import type { EpochRecord, TrainingOutcome } from './records.js';
import type { TrainingRun } from './run.js';
import { allFinite, diverge } from './stopping/divergence.js';
import { observe } from './stopping/improvements.js';
import { conclude } from './stopping/outcome.js';
import type { Workspace } from './workspace.js';

/**
 * Trains until something ends it, and leaves in the networks the weights that the run is judged by: epoch by epoch,
 * batch by batch, a gradient and a step for each, then a look at how good the weights are. Knows no clock, file or
 * terminal.
 */
export async function trainingLoop(
  workspace: Workspace,
  run: TrainingRun,
  hooks: StepHooks = {},
): Promise<TrainingOutcome> {
  const { stepsAtOnce = Infinity, checkpointEvery } = hooks;
  while (run.stopReason === null) {
    if (run.batch === 0) beginEpoch(workspace, run);
    takeSteps(workspace, run, typeof stepsAtOnce === 'number' ? stepsAtOnce : stepsAtOnce());
    if (run.stopReason === null && run.batch === workspace.batches.count) {
      const record = endEpoch(workspace, run);
      hooks.onEpoch?.(record);
      if (checkpointEvery && run.epoch % checkpointEvery === 0) hooks.onCheckpoint?.(run);
    }
    const pause = hooks.onSteps?.(run);
    if (pause) await pause;
    const stop = run.stopReason === null ? hooks.stop?.() : null;
    if (stop === 'interrupted') hooks.onCheckpoint?.(run);
    if (stop) run.stopReason = stop;
  }
  if (run.stopReason !== 'interrupted') hooks.onCheckpoint?.(run);
  return conclude(workspace, run);
}

function beginEpoch({ batches, config }: Workspace, run: TrainingRun): void {
  run.lossSum = 0;
  run.weightSum = 0;
  run.shuffledFrom = run.shuffling.getState();
  batches.arrange(config.training.shuffle ? run.shuffling : null);
}

/** Takes up to `most` of the next steps of the epoch, which the backend does in one call. */
function takeSteps({ batches, steps, objective, lastGood }: Workspace, run: TrainingRun, most: number): void {
  const count = Math.min(most, steps.atOnce(batches.rowsOf(run.batch)), batches.alikeFrom(run.batch));
  const done = steps.take(run, batches, count);
  const { sums, learningRates } = steps;
  for (let k = 0; k < done; k++) {
    run.lossSum += sums[2 * k];
    run.weightSum += sums[2 * k + 1];
  }
  run.learningRate = learningRates[done - 1];
  run.step += done;
  run.batch += done;
  if (!Number.isFinite(sums[2 * (done - 1)])) diverge(objective, run, lastGood, run.epoch + 1);
}

/**
 * One step, as it is recorded to be run many times: a batch, then for each network its gradient and the update by it.
 */
export function step(objective: Objective, updaters: readonly Updater[], rows: number, pass: Pass): void {
  const { kernels, parts } = objective;
  objective.load(rows, pass.part);
  for (let i = 0; i < parts.length; i++) {
    parts[i].gradient(rows, pass);
    kernels.whereFinite(parts[i].loss, () => updaters[i].update());
  }
  objective.sum(rows);
}

function endEpoch(workspace: Workspace, run: TrainingRun): EpochRecord {
  run.epoch++;
  run.batch = 0;
  const record = measure(workspace, run);
  decide(workspace, run, record);
  return record;
}

function measure({ objective, validate, lossWeights }: Workspace, run: TrainingRun): EpochRecord {
  const validation = validate?.();
  const penalized = penalty(objective);
  return {
    restart: run.restart,
    epoch: run.epoch,
    step: run.step,
    learning_rate: run.learningRate,
    train: { loss: run.lossSum / run.weightSum, ...(penalized > 0 && { penalty: penalized }) },
    ...(validation && { validation }),
    ...(lossWeights && { loss_weights: lossWeights }),
  };
}

/** Keeps the weights where they are the best so far, and stops where it is time to. */
function decide(workspace: Workspace, run: TrainingRun, { train, validation }: EpochRecord): void {
  const { config, objective, steps, monitor, best, lastGood } = workspace;
  if (!allFinite(objective)) {
    diverge(objective, run, lastGood, run.epoch);
    return;
  }
  lastGood.keep();
  steps.observe((validation ?? train).loss, run.epoch - 1);

  const { early_stopping: stopping, epochs } = config.training;
  const { metric } = monitor;
  run.latest = (validation ? validation[metric] : train.loss) ?? null;
  const isBest = observe(run.improvements, metric, run.latest, run.epoch, stopping?.min_delta ?? 0);
  if (isBest) best?.keep();
  if (stopping && run.improvements.waited >= stopping.patience) run.stopReason = 'early_stopping';
  else if (steps.converged) run.stopReason = 'converged';
  else if (run.epoch >= epochs) run.stopReason = 'epochs';
}
