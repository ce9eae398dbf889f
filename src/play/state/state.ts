import type { EpochRecord } from '../../training/records.js';
import type { Choices, SessionFacts } from '../worker/facts.js';
import type { Speed } from '../worker/pace.js';
import type { At } from '../worker/parts/curve.js';
import type { Frame } from '../worker/protocol.js';
import type { StartPicture } from '../worker/starts.js';
import type { ViewFacts, ViewSettings } from '../worker/view.js';
import type { ConfigJson } from './config.js';

/** A unit of the network: the index of its layer, −1 for columns of x, and its own. */
export interface UnitPlace {
  readonly layer: number;
  readonly unit: number;
}

/** Several seeds of a config side by side. */
export interface StartsState {
  /** Config without its seed that they are of: another one ends them. */
  readonly of: string;
  readonly seeds: readonly number[];
  readonly isRunning: boolean;
  /** Seed of the start that is the session of the page now; null where none is. */
  readonly taken: number | null;
  readonly pictures: ReadonlyMap<number, StartPicture>;
}

/** Losses of one restart, by epoch. */
export interface MeasuredLosses {
  readonly restart: number;
  readonly points: readonly LossPoint[];
}

export type LossPoint = At<{ readonly loss: number }>;

/** State of the page: all that it knows and shows. */
export interface State {
  readonly config: ConfigJson;
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Error of the config; the session is that of the config before, then. */
  readonly problem: string | null;
  readonly isOpening: boolean;
  /** Decisions for a file that was dropped. */
  readonly proposed: {
    readonly name: string;
    readonly target: string;
    readonly columns: readonly string[];
    readonly notes: readonly string[];
  } | null;
  readonly choices: Choices | null;
  readonly session: SessionFacts | null;
  readonly view: ViewFacts | null;
  readonly viewSettings: ViewSettings | null;
  readonly frame: Frame | null;
  readonly history: readonly EpochRecord[];
  /** Losses that frames have had so far: on the test rows, and of the generator of a GAN. */
  readonly losses: { readonly test: MeasuredLosses; readonly generator: MeasuredLosses };
  readonly speed: Speed;
  /** Whether weights were edited since the last reset: the bits are no longer those of the config, then. */
  readonly isEdited: boolean;
  /** Output that the map shows; the most probable class where it is null. */
  readonly output: number | null;
  readonly isDiscrete: boolean;
  readonly showsTest: boolean;
  /** Whether links of the diagram show gradients, and not weights. */
  readonly showsGradients: boolean;
  /** Training row that is followed through the network, 1 the first. */
  readonly row: number;
  /** Number of seeds that are trained side by side when that is asked for. */
  readonly startCount: number;
  readonly starts: StartsState | null;
  /** The unit that is looked at, whose map is shown large. */
  readonly looked: UnitPlace | null;
}

/** The first state of the page: a spiral, and a network that learns it within seconds. */
export const firstConfig: ConfigJson = {
  data: {
    train: { generator: 'spiral', rows: 400, noise: 0.1 },
    split: { type: 'random', validation: 0, test: 0.3 },
  },
  layers: [
    { type: 'dense', units: 8, activation: 'tanh' },
    { type: 'dense', units: 6, activation: 'tanh' },
  ],
  optimizer: { type: 'adam', learning_rate: 0.01 },
  training: { epochs: 1000, batch_size: 10 },
};
