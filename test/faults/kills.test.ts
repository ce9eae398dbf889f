import { expect, test } from 'vitest';
import { random } from '../../src/random.js';
import { temporaryDirectory } from '../files/temporary_directory.js';
import { isLong } from '../helpers/runs.js';
import { type Course, killable, killedUntilDone } from './kills.js';

// `npm run test:faults` has a thousand.
const kills = 12;

// row 63 of bad_inputs has a kill in the short form
test.runIf(isLong)(
  `${kills} kills at random moments: no file is torn, and --resume ends in the same bits`,
  async () => {
    const course: Course = { places: new Map(), completed: 0, kills: 0 };
    await killedUntilDone(temporaryDirectory(), killable, random(1, 'check'), course, kills);
    expect(course.kills).toBe(kills);
  },
);
