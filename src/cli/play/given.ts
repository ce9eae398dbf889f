import { statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { expand } from '../../data/sources/paths.js';
import { isQuery } from '../../data/sql/schema.js';
import { MlpError } from '../../errors.js';
import { decodeText, readFileChecked, resolveModelPath } from '../../files/index.js';
import type { Given } from '../../play/state/given_type.js';
import { loadConfig } from '../../run/load_config.js';
import { whereDataAre } from '../../run/run_splits.js';

/** Most bytes of data that a page takes. */
export const mostBytes = 64 * 2 ** 20;

/** Changes of a config by the command line. */
interface Changes {
  readonly set: readonly string[];
  readonly overrides: Parameters<typeof loadConfig>[1] extends infer Options
    ? Options extends { readonly overrides?: infer Overrides }
      ? Overrides
      : never
    : never;
}

/**
 * Collects what a page shows: a config with its data, a file of data alone, or a run with its data and weights.
 *
 * @throws MlpError where it is not there, no good, or too large for a page.
 */
export async function collect(path: string, changes: Changes): Promise<Given> {
  const isDirectory = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  if (isDirectory || path.endsWith('.safetensors')) return collectRun(path, changes);
  if (path.toLowerCase().endsWith('.json')) return collectConfig(path, changes);
  const name = basename(path);
  return { propose: name, files: { [name]: read(path, new Sizes()) } };
}

async function collectConfig(path: string, changes: Changes): Promise<Given> {
  const config = loadConfig(path, changes);
  // as it was written: what it leaves out has its default in the page, too
  const isChanged = changes.set.length > 0 || (changes.overrides?.length ?? 0) > 0;
  const written = isChanged ? config : JSON.parse(decodeText(readFileChecked(path, 'config'), path));
  return withFiles({ ...written, name: config.name }, dirname(path), new Sizes());
}

async function collectRun(path: string, changes: Changes): Promise<Given> {
  const model = resolveModelPath(path);
  const directory = dirname(model);
  const config = loadConfig(join(directory, 'config.json'), changes);
  const { data } = await whereDataAre(config.data, directory, { path });
  const { init_from: _, ...training } = config.training;
  const given = await withFiles({ ...config, data, training }, directory, new Sizes());
  return {
    ...given,
    model: 'model.safetensors',
    files: { ...given.files, 'model.safetensors': read(model, new Sizes()) },
  };
}

/** A config that names its files by their names alone, and these files. */
async function withFiles(config: Json, directory: string, sizes: Sizes): Promise<Given> {
  const files: Record<string, string> = {};
  const take = async (path: unknown): Promise<unknown> => {
    if (isQuery(path))
      throw new MlpError(
        'usage',
        'data of a query: a page takes files; write its rows to one, and name that',
      );
    if (typeof path !== 'string') return path;
    if (path === '-')
      throw new MlpError('usage', 'data from stdin ("-"): a page takes files; name one in the config');
    const names = (await expand(path, directory)).map((found) => {
      const name = freeName(basename(found), files);
      files[name] = read(resolve(directory, found), sizes);
      return name;
    });
    return names.length === 1 ? names[0] : names;
  };
  const takeAll = async (paths: unknown) =>
    Array.isArray(paths) ? (await Promise.all(paths.map(take))).flat() : take(paths);
  const { data, training } = config as { data: Json; training?: Json };
  const taken: Record<string, unknown> = { ...data };
  for (const part of ['train', 'validation', 'test'])
    if (part in data) taken[part] = await takeAll(data[part]);
  const from = training?.init_from;
  const text = JSON.stringify({
    ...config,
    data: taken,
    ...(from !== undefined && {
      training: { ...training, init_from: await take(resolveFrom(from, directory)) },
    }),
  });
  return { config: text, files };
}

type Json = { readonly [key: string]: unknown };

/** The model file that a config starts from, which may be named by its run. */
const resolveFrom = (from: unknown, directory: string): string =>
  resolveModelPath(resolve(directory, String(from)));

function freeName(name: string, files: Readonly<Record<string, string>>): string {
  if (!Object.hasOwn(files, name)) return name;
  for (let i = 2; ; i++) if (!Object.hasOwn(files, `${i}-${name}`)) return `${i}-${name}`;
}

/** Bytes of files so far, which are limited. */
class Sizes {
  private bytes = 0;

  add(count: number, path: string): void {
    this.bytes += count;
    if (this.bytes <= mostBytes) return;
    const [all, most] = [this.bytes, mostBytes].map((size) => `${Math.ceil(size / 2 ** 20)} MiB`);
    throw new MlpError(
      'data',
      `${path}: ${all} of data; a page takes up to ${most}: train it by mlp train, or give the page a part of its rows`,
    );
  }
}

function read(path: string, sizes: Sizes): string {
  const bytes = readFileChecked(path, 'data');
  sizes.add(bytes.length, path);
  return Buffer.from(bytes).toString('base64');
}
