import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'vitest';
import { type Random, uniform } from '../../src/random.js';
import { repository } from '../helpers/cli.js';
import { contents } from './survival.js';

/** Exit of a process of the program. */
interface End {
  readonly pid: number;
  readonly killed: boolean;
  readonly code: number | null;
  readonly stderr: string;
  readonly milliseconds: number;
}

/** Starts the real program, and kills it after a while unless it has ended by then. */
async function train(world: string, flags: readonly string[], killAfter: number | null): Promise<End> {
  const args = ['train', 'config.json', '--out', 'run', '--quiet', ...flags];
  const started = performance.now();
  const child = spawn(process.execPath, [join(repository, 'bin/mlp.js'), ...args], { cwd: world });
  let stderr = '';
  child.stderr.on('data', (text) => (stderr += text));
  child.stdout.resume();
  const ended = new Promise<End>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) =>
      resolve({
        pid: child.pid!,
        killed: signal === 'SIGKILL',
        code,
        stderr,
        milliseconds: performance.now() - started,
      }),
    );
  });
  if (killAfter !== null) {
    await Promise.race([ended, wait(killAfter, undefined, { ref: false })]);
    child.kill('SIGKILL');
  }
  return ended;
}

/** Stage of its life at which a process was killed, by what it left behind. */
function placeOf(pid: number, world: string): string {
  const directory = join(world, 'run');
  const present = existsSync(directory) ? readdirSync(directory) : [];
  const temporary = present
    .map((name) => new RegExp(`^\\.(.+)\\.${pid}-\\w+\\.tmp$`).exec(name)?.[1])
    .find(Boolean);
  if (temporary !== undefined) return `writing ${temporary.replace(/^\.lock.*/, '.lock')}`;
  const lock = join(directory, '.lock');
  if (!existsSync(lock)) return present.includes('metrics.json') ? 'after the last file' : 'starting up';
  // one with the number of an earlier process is as it was left
  if (JSON.parse(readFileSync(lock, 'utf8')).pid !== pid) return 'starting up';
  if (present.includes('metrics.json')) return 'after the last file';
  if (present.includes('config.json')) return 'between the final files';
  return present.includes('checkpoint.safetensors') ? 'between checkpoints' : 'before the first checkpoint';
}

export interface Course {
  /** Kills that hit, by the place where. */
  readonly places: Map<string, number>;
  /** Runs that came to their end, and were compared. */
  completed: number;
  kills: number;
}

/** Trains a config in one go, and then, `times` over, with kills at random moments until it is done: the same bits. */
export async function killedUntilDone(
  world: string,
  config: object,
  random: Random,
  course: Course,
  kills: number,
): Promise<void> {
  writeFileSync(join(world, 'config.json'), JSON.stringify(config));
  // the second run has what the first has warmed up
  await train(world, [], null);
  const { milliseconds, code, stderr } = await train(world, ['--force'], null);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const whole = contents(world);
  const training = 1000 * JSON.parse(readFileSync(join(world, 'run/metrics.json'), 'utf8')).seconds;
  // Up to a quarter of the training: most runs are killed several times, and some of the times at their end. One kill
  // in five may come at any moment; the others spare most of the start-up, which would get most of them.
  const spared = 0.7 * (milliseconds - training);
  const longest = milliseconds - 0.75 * training;
  const moment = () => {
    const from = uniform(random) < 0.2 ? 0 : spared;
    return from + uniform(random) * (longest - from);
  };
  rmSync(join(world, 'run'), { recursive: true });

  for (let left = kills; left > 0; ) {
    const end = await train(world, ['--resume'], moment());
    const found = contents(world); // throws for a torn file
    if (end.killed) {
      const place = placeOf(end.pid, world);
      course.places.set(place, (course.places.get(place) ?? 0) + 1);
      course.kills++;
      left--;
      if (left > 0) continue;
    } else expect(end).toMatchObject({ code: 0, stderr: '' });
    if (end.killed) expect(await train(world, ['--resume'], null)).toMatchObject({ code: 0, stderr: '' });
    else expect(found).toEqual(whole);
    expect(contents(world)).toEqual(whole);
    expect(readdirSync(join(world, 'run')).filter((name) => /lock|tmp/.test(name))).toEqual([]);
    course.completed++;
    rmSync(join(world, 'run'), { recursive: true });
  }
}

/** A training that takes about as long as the program to start, with a checkpoint on the disk after every epoch. */
export const killable = {
  name: 'run',
  data: {
    train: { generator: 'gauss', rows: 1500 },
    split: { type: 'random', validation: 0.2 },
  },
  layers: [{ type: 'dense', units: 24, activation: 'tanh' }],
  training: { epochs: 60, batch_size: 16, checkpoint_every: 1 },
};
