import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mlp } from '../helpers/cli.js';
import type { Scenario } from './survival.js';

/** Twenty rows of two classes. */
const rows = Array.from({ length: 20 }, (_, i) => `${i % 7},${(i * i) % 11},${i % 3 === 0 ? 'a' : 'b'}`);
const data = `u,v,class\n${rows.join('\n')}\n`;

const config = (more: object) => ({
  name: 'run',
  data: { train: 'data.csv', target: 'class', split: { type: 'random', validation: 0.3 } },
  layers: [{ type: 'dense', units: 3, activation: 'tanh' }],
  optimizer: { type: 'adam' },
  training: { epochs: 2, batch_size: 8, checkpoint_every: 1 },
  ...more,
});

/** Each command into a directory as it may find it. */
export async function scenarios(directory: string, more: object = {}): Promise<Record<string, Scenario>> {
  const world = (name: string) => {
    const path = join(directory, name);
    mkdirSync(path);
    writeFileSync(join(path, 'config.json'), JSON.stringify(config(more)));
    writeFileSync(join(path, 'data.csv'), data);
    return path;
  };
  const fresh = world('fresh');
  const old = world('old');
  await mlp(['train', 'config.json', '--out', 'run', '--quiet', '--seed', '7'], { cwd: old });
  const half = world('half');
  let signalled = false;
  await mlp(['train', 'config.json', '--out', 'run', '--quiet'], {
    cwd: half,
    onSignal(listener) {
      signalled = true;
      listener('SIGINT');
      return () => {};
    },
  });
  if (!signalled) throw new Error('was to be interrupted');
  return {
    'a first run': { template: fresh, flags: [] },
    'a run over an older one': { template: old, flags: ['--force'] },
    'a run that goes on': { template: half, flags: ['--resume'] },
  };
}
