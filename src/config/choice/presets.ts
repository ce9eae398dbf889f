import { budget, multiplyAddsOfEpoch, type Structure } from './arithmetic.js';
import type { TableFacts } from './facts.js';

/** Network that a preset would train, and for how long. */
export interface Plan extends Structure {
  readonly epochs: number;
  readonly patience: number;
}

/** Preset: which networks come into question, the best first, and how much arithmetic they may take. */
interface Preset {
  readonly description: string;
  readonly structures: readonly Omit<Structure, 'units'>[];
  /** Multiple of the usual budget. */
  readonly effort: number;
  readonly epochs: number;
  readonly patience: number;
}

const plain = { networks: 1, width: 1 };
const inBins = { networks: 1, width: 8 };
const fiveFolds = { ...inBins, networks: 5 };

export const presets = {
  fast: {
    description: 'one plain network, in a second or two',
    structures: [plain],
    effort: 0.1,
    epochs: 100,
    patience: 10,
  },
  auto: {
    description: 'the best in at most some 15 s for 5,000 rows and 90 s for 50,000, on two cores',
    structures: [fiveFolds, inBins, plain],
    effort: 1,
    epochs: 200,
    patience: 16,
  },
  accurate: {
    description: 'twice as many networks, in eight times as long at most',
    structures: [{ ...fiveFolds, networks: 10 }, fiveFolds, inBins, plain],
    effort: 8,
    epochs: 200,
    patience: 16,
  },
} satisfies Record<string, Preset>;

export type PresetName = keyof typeof presets;

/** Fewest epochs for which a network is worth its start; a table that is too large for them gets a cheaper one. */
const fewestEpochs = 20;

/** The first network of a preset whose epochs the budget allows, with as many as it allows. */
export function plan(facts: TableFacts, name: PresetName, units: readonly number[]): Plan {
  const { structures, effort, epochs, patience }: Preset = presets[name];
  const allowed = effort * budget(facts.rows);
  const plans = structures.map((structure) => {
    const epoch = multiplyAddsOfEpoch(facts, { ...structure, units });
    return { ...structure, units, patience, epochs: Math.min(epochs, Math.floor(allowed / epoch)) };
  });
  const found = plans.find((candidate) => candidate.epochs >= fewestEpochs) ?? plans.at(-1)!;
  return { ...found, epochs: Math.max(found.epochs, 1) };
}
