import type { EpochRecord, RestartSummary } from './records.js';
import type { Trainer } from './trainer.js';

/** Why training may be asked to end before its time. */
export type Stop = 'interrupted' | 'time_limit';

/** What there is to do while a restart goes on. */
export interface Attendance {
  /** The most steps between two looks at the others; where it says nothing, as many as take some 0.1 ms. */
  readonly stepsAtOnce?: number;
  readonly checkpointEvery?: number;
  /** After every few steps; a promise is waited for. */
  onSteps?(): Promise<void> | undefined;
  onEpoch(record: EpochRecord): void;
  /** Every `checkpointEvery` epochs, when training is interrupted, and when it ends. */
  onCheckpoint(): void;
  /** Asked after every few steps whether to end training there. */
  stop?(): Stop | null;
}

/** Takes steps until something ends the restart, and leaves in the network the weights that it is judged by. */
export async function runRestart(trainer: Trainer, attendance: Attendance): Promise<RestartSummary> {
  const { stepsAtOnce = Infinity, checkpointEvery } = attendance;
  while (trainer.stopReason === null) {
    trainer.runSteps(stepsAtOnce);
    if (trainer.stopReason === null && trainer.atEndOfEpoch) {
      attendance.onEpoch(trainer.endEpoch());
      if (checkpointEvery && trainer.epoch % checkpointEvery === 0) attendance.onCheckpoint();
    }
    const pause = attendance.onSteps?.();
    if (pause) await pause;
    const stop = trainer.stopReason === null ? attendance.stop?.() : null;
    if (stop === 'interrupted') attendance.onCheckpoint();
    if (stop) trainer.stopReason = stop;
  }
  if (trainer.stopReason !== 'interrupted') attendance.onCheckpoint();
  trainer.finish();
  return trainer.summary();
}
