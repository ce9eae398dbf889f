import type { Target } from '../../data/preprocessing/index.js';
import type { ResolvedConfig } from '../../training/prepare_dataset.js';
import type { EpochRecord, StopReason } from '../../training/records.js';

/** Layer of the network, as a diagram draws it. */
export interface LayerFacts {
  /** Name, as that of its tensors begins: `layers.0`, `head`. */
  readonly name: string;
  readonly type: string;
  /** Activation, rate or whatever tells it from others of its type. */
  readonly detail: string;
  readonly units: number;
  /** Whether `NAME.weight` [units, units before] joins each unit with each of the layer before. */
  readonly isDense: boolean;
}

/** Column of the data that is an input, as a person may set it. */
export type InputFacts =
  | {
      readonly kind: 'number';
      readonly name: string;
      readonly least: number;
      readonly greatest: number;
      readonly median: number;
      readonly isWhole: boolean;
    }
  | {
      readonly kind: 'category';
      readonly name: string;
      readonly categories: readonly string[];
      readonly commonest: string;
    }
  | { readonly kind: 'date'; readonly name: string; readonly example: string };

/** Facts about a config and its data, ready to be trained. */
export interface SessionFacts {
  readonly session: number;
  readonly config: ResolvedConfig;
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
  readonly inputs: readonly InputFacts[];
  /** Columns of x. */
  readonly columns: readonly string[];
  readonly target: Target;
  readonly outputs: readonly string[];
  readonly layers: readonly LayerFacts[];
  readonly parameters: number;
  /** Parameters of the discriminator of a GAN. */
  readonly judging?: number;
  /** Networks that are trained one after the other, and whether all are kept, to be averaged, and not the best alone. */
  readonly networks: number;
  readonly isAveraged: boolean;
  readonly rows: { readonly train: number; readonly validation?: number; readonly test?: number };
}

/** State of training. */
export interface Progress {
  readonly session: number;
  readonly state: 'ready' | 'running' | 'paused' | 'ended';
  readonly epoch: number;
  readonly step: number;
  readonly restart: number;
  readonly stopReason?: StopReason;
  /** Epochs that have ended since the last message. */
  readonly records: readonly EpochRecord[];
}

/** Choices that the engine has, by the registries' names. */
export interface Choices {
  readonly version: string;
  readonly activations: readonly string[];
  readonly losses: readonly string[];
  readonly optimizers: readonly string[];
  readonly schedules: readonly string[];
  readonly initializers: readonly string[];
  readonly layers: readonly string[];
  /** Target of each generator, by its name. */
  readonly generators: Readonly<Record<string, string>>;
  readonly scalers: readonly string[];
}
