import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { jsKernels } from '../../src/kernels/js/index.js';
import { defaultLimits, type Limits } from '../../src/serve/limits.js';
import { serveModels } from '../../src/serve/served_model.js';
import { createServer } from '../../src/serve/server.js';
import { loopbackNames } from '../../src/serve/server_names.js';
import { type Project, project } from '../cli/project.js';

const colors = ['red', 'blue', 'green'];
const rows = Array.from({ length: 60 }, (_, i) => {
  const x = (i * 7) % 20;
  const day = `2024-${String((i % 12) + 1).padStart(2, '0')}-${String((i % 28) + 1).padStart(2, '0')}`;
  const level = x + (i % 3) * 5 > 14 ? 'hi' : 'lo';
  return [i, colors[i % 3], x / 4, (i * 3) % 11, day, level, x * 2 + (i % 3)].join();
});

/**
 * A project with runs of a classifier, of a regression whose missing values cost the row, of an autoencoder, and of a
 * classifier that fills in missing values, for all tests of a file.
 */
export function trainedProject(): () => Project {
  let world: Project;
  beforeAll(async () => {
    world = await trained(mkdtempSync(join(tmpdir(), 'mlp-test-')));
  });
  afterAll(() => rmSync(world.directory, { recursive: true, force: true }));
  return () => world;
}

async function trained(directory: string): Promise<Project> {
  const shared = { layers: [{ type: 'dense', units: 4, activation: 'tanh' }], training: { epochs: 4 } };
  const world = project(
    {
      'train.csv': `id,color,x,z,day,y,amount\n${rows.join('\n')}\n`,
      'class.json': {
        data: { train: 'train.csv', target: 'y', ignore: ['id', 'amount'], missing: 'error' },
        ...shared,
      },
      'number.json': {
        data: {
          train: 'train.csv',
          target: 'amount',
          features: ['color', 'x', 'z'],
          missing: 'drop',
          split: { type: 'random', calibration: 0.3 },
        },
        ...shared,
      },
      'code.json': {
        task: 'reconstruction',
        data: { train: 'train.csv', features: ['x', 'z'], split: { type: 'random', validation: 0.3 } },
        ...shared,
      },
      'filled.json': {
        data: { train: 'train.csv', target: 'y', ignore: ['id', 'amount'], missing: 'median' },
        ...shared,
      },
    },
    directory,
  );
  for (const name of ['class', 'number', 'code', 'filled'])
    await world.done(`train ${name}.json --out runs/${name} --quiet`);
  return world;
}

/** A server of some of its runs, in this process. */
export function served(world: Project, names: readonly string[], limits: Partial<Limits> = {}) {
  const errors: unknown[] = [];
  const models = serveModels(
    names.map((name) => `runs/${name}`),
    {
      set: [],
      kernels: () => jsKernels,
      resolve: (path) => join(world.directory, path),
    },
  );
  const app = createServer({
    models,
    limits: { ...defaultLimits, ...limits },
    serverNames: { names: loopbackNames },
    onError: (error) => errors.push(error),
  });
  return { app, models, errors };
}
