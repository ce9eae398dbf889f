import type { ConfigJson } from '../state/config.js';

/** Prepared state of the tour: a config that shows one thing of the lecture. */
export interface TourState {
  readonly id: string;
  readonly title: string;
  /** Two sentences on what there is to see; `test/play/tour.long.test.ts` holds them to what training comes to. */
  readonly text: string;
  /** Change to make, and what to look at. */
  readonly exercise: string;
  readonly config: ConfigJson;
}

export const dense = (units: number, activation: string): ConfigJson => ({
  type: 'dense',
  units,
  activation,
});

/** Data of a generator, of which a part is for test. */
export const generated = (generator: string, rows: number, noise: number): ConfigJson => ({
  train: { generator, rows, noise },
  split: { type: 'random', validation: 0, test: 0.3 },
});

export const adam = (rate: number): ConfigJson => ({ type: 'adam', learning_rate: rate });
