import { budget, multiplyAddsOfEpoch, type Structure } from './arithmetic.js';
import type { TableFacts } from './facts.js';

/** Network that a preset would train, and for how long. */
export interface Plan extends Structure {
  readonly epochs: number;
  readonly patience: number;
}

/** Structure that comes into question where its training can have so many epochs. */
interface Candidate extends Omit<Structure, 'units'> {
  readonly fewestEpochs: number;
}

/** Preset: which networks come into question, the best first, and how much arithmetic they may take. */
interface Preset {
  readonly description: string;
  readonly structures: readonly Candidate[];
  /** Multiple of the usual budget. */
  readonly effort: number;
  readonly epochs: number;
  readonly patience: number;
}

const epochs = 200;
// with fewer epochs a network is not worth its start: a table that is too large for them gets a cheaper one
const plain = { networks: 1, width: 1, fewestEpochs: 20 };
const inBins = { ...plain, width: 8 };
const fiveFolds = { ...inBins, networks: 5 };
// most folds are over within 50 epochs of a table that is too large for more
const tenFolds = { ...inBins, networks: 10, fewestEpochs: 50 };

export const presets = {
  fast: {
    description: 'one plain network, in a second or two',
    structures: [plain],
    effort: 0.1,
    epochs: 100,
    patience: 10,
  },
  auto: {
    description: 'the best in usually 15 s for 5,000 rows and 90 s for 50,000 on two cores',
    structures: [tenFolds, fiveFolds, inBins, plain],
    effort: 1,
    epochs,
    patience: 16,
  },
  accurate: {
    description: 'ten networks also where auto has five, in eight times as long at most',
    structures: [tenFolds, fiveFolds, inBins, plain],
    effort: 8,
    epochs,
    patience: 16,
  },
} satisfies Record<string, Preset>;

export type PresetName = keyof typeof presets;

/**
 * Rows for each output in each of ten folds at least. With fewer the loss of a fold is too rough a sign of when to
 * stop; five folds have twice as many rows.
 */
const fewestRowsOfFold = 15;

/** The first network of a preset whose epochs the budget allows, with as many as it allows. */
export function plan(facts: TableFacts, name: PresetName, units: readonly number[]): Plan {
  const { structures, effort, epochs: most, patience }: Preset = presets[name];
  const allowed = effort * budget(facts.rows);
  const plans = structures
    .filter(({ networks }) => networks < 10 || facts.rows >= networks * fewestRowsOfFold * facts.outputs)
    .map((structure) => {
      const epoch = multiplyAddsOfEpoch(facts, { ...structure, units });
      return { ...structure, units, patience, epochs: Math.min(most, Math.floor(allowed / epoch)) };
    });
  const found = plans.find((candidate) => candidate.epochs >= candidate.fewestEpochs) ?? plans.at(-1)!;
  return { ...found, epochs: Math.max(found.epochs, 1) };
}
