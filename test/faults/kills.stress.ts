import { expect, test } from 'vitest';
import { random } from '../../src/random.js';
import { temporaryDirectory } from '../files/temporary_directory.js';
import { everySetting } from '../training/every_setting.js';
import { type Course, killable, killedUntilDone } from './kills.js';

const settings = everySetting(killable.training);
const killsEach = Math.ceil(1000 / settings.length);

test(`a thousand kills, ${killsEach} for each of ${settings.length} settings`, async () => {
  const course: Course = { places: new Map(), completed: 0, kills: 0 };
  const queue = settings.entries();
  const worker = async () => {
    for (const [i, [, setting]] of queue) {
      const config = { ...killable, ...setting };
      await killedUntilDone(temporaryDirectory(), config, random(i, 'check'), course, killsEach);
    }
  };
  await Promise.all([worker(), worker()]);
  const places = [...course.places]
    .sort(([, a], [, b]) => b - a)
    .map(([place, count]) => `${place} ${count}`);
  console.log(
    `${course.kills} kills, ${course.completed} runs ended in the same bits; killed ${places.join(', ')}`,
  );
  expect(course.kills).toBeGreaterThanOrEqual(1000);
});
