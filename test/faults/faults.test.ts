import { expect, test } from 'vitest';
import { temporaryDirectory } from '../files/temporary_directory.js';
import { runs } from '../helpers/runs.js';
import { faultKinds } from './disk.js';
import { scenarios } from './scenarios.js';
import { faultsOf, survives, undisturbed } from './survival.js';

// Of all faults one in `stride`; `npm run test:faults` has them all.
const stride = runs(205, 41);

test('a fault of the disk, or the end of process or power, at any call loses nothing', async () => {
  const directory = temporaryDirectory();
  for (const scenario of Object.values(await scenarios(directory))) {
    const world = `${directory}/world`;
    const whole = await undisturbed(scenario, world);
    const faults = faultKinds.flatMap((kind) => faultsOf(whole.calls, kind));
    expect(faults.length).toBeGreaterThan(400);
    for (let i = 0; i < faults.length; i += stride) await survives(scenario, faults[i], whole, world);
  }
});
