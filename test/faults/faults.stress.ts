import { expect, test } from 'vitest';
import { temporaryDirectory } from '../files/temporary_directory.js';
import { faultKinds } from './disk.js';
import { scenarios } from './scenarios.js';
import { faultsOf, survives, undisturbed } from './survival.js';

const dense = { type: 'dense', units: 3, activation: 'tanh' };
const configs: Readonly<Record<string, object>> = {
  adam: {},
  'restarts, dropout, batch_norm, early stopping': {
    layers: [dense, { type: 'batch_norm' }, { type: 'dropout', rate: 0.3 }],
    training: { epochs: 3, batch_size: 8, checkpoint_every: 1, restarts: 2, early_stopping: { patience: 1 } },
  },
  lbfgs: {
    optimizer: { type: 'lbfgs' },
    training: { epochs: 5, batch_size: 'full', checkpoint_every: 2, l2: 0.1 },
  },
};

test.each(Object.entries(configs))('%s: every fault at every call loses nothing', async (name, config) => {
  const directory = temporaryDirectory();
  for (const [what, scenario] of Object.entries(await scenarios(directory, config))) {
    const world = `${directory}/world`;
    const whole = await undisturbed(scenario, world);
    const counts = [];
    for (const kind of faultKinds) {
      const faults = faultsOf(whole.calls, kind);
      expect(faults.length).toBeGreaterThan(10);
      for (const fault of faults) await survives(scenario, fault, whole, world);
      counts.push(`${kind} ${faults.length}`);
    }
    console.log(`${name}, ${what}: ${whole.calls.length} calls; faults survived: ${counts.join('; ')}`);
  }
});
