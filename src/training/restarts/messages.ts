import type { BackendName } from '../../kernels/index.js';
import type { TrainConfig } from '../build_network.js';
import type { EpochRecord, RestartSummary } from '../records.js';
import type { Stop } from '../run_restart.js';
import type { TrainerState, TrainingData } from '../trainer.js';

/** What a worker is started with. */
export interface WorkerData {
  readonly config: TrainConfig;
  /** In memory that all threads share. */
  readonly data: TrainingData;
  readonly inputs: number;
  readonly outputs: number;
  readonly backend: BackendName;
  /** One number, shared: the place in `stops` of why training has to end. */
  readonly stop: Int32Array<SharedArrayBuffer>;
  readonly stepsAtOnce?: number;
  readonly checkpointEvery?: number;
  /** Whether anybody wants the states of checkpoints. */
  readonly wantsStates: boolean;
  /** Epochs whose records go together: a message costs some 10 µs, and an epoch may be less. */
  readonly epochsAtOnce: number;
}

export const stops: readonly (Stop | null)[] = [null, 'interrupted', 'time_limit'];

/** What a worker is asked to do next: a restart, from its initial values or from where a state was taken. */
export interface Order {
  readonly restart: number;
  readonly state?: TrainerState;
}

/** What a worker says of a restart. `end` is the last; then it waits for its next order. */
export type Message = { readonly restart: number } & (
  | { readonly kind: 'epochs'; readonly records: readonly EpochRecord[] }
  | { readonly kind: 'checkpoint'; readonly state: TrainerState }
  | { readonly kind: 'end'; readonly summary: RestartSummary; readonly snapshot: Float64Array }
);
