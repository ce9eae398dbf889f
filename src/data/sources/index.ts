import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { MlpError } from '../../errors.js';
import { random } from '../../random.js';
import type { Allocate } from '../allocate.js';
import { type Generator, generators } from '../generators/index.js';
import type { DataConfig, GeneratorConfig } from '../schema.js';
import type { WantedType } from '../table/column_builder.js';
import { readTable } from '../table/read.js';
import type { Table } from '../table/table.js';
import { sourceOf } from './bytes.js';

/** What loading needs beside the config. */
export interface LoadOptions {
  readonly seed: number;
  /** What paths are relative to. */
  readonly directory: string;
  /** What `-` reads. */
  readonly stdin?: Readable;
  /** Where the numbers of the training split are put: by `allocateData` of the backend, it need not copy them. */
  readonly allocate?: Allocate;
}

/** A table, and where it came from. */
export interface Loaded {
  readonly table: Table;
  /** Of the bytes as they are stored, in hexadecimal; of a generator's configuration and the seed. */
  readonly sha256: string;
  readonly blankLines: number;
}

/** Reads a file (or stdin), or generates. `wanted` is told the header. */
export async function load(
  from: DataConfig['train'],
  config: DataConfig,
  wanted: (header: readonly string[], source: string) => ReadonlyMap<string, WantedType>,
  { seed, directory, stdin }: LoadOptions,
  limit?: number,
): Promise<Loaded> {
  const hash = createHash('sha256');
  if (typeof from !== 'string') {
    const table = generateTable(from, seed);
    for (const [name, type] of wanted(table.header, table.name))
      if (type === 'category')
        throw new MlpError('config', `data: column ${name} of a generator holds numbers, not categories`);
    return { table, sha256: hash.update(JSON.stringify([from, seed])).digest('hex'), blankLines: 0 };
  }
  const counts = { blankLines: 0 };
  const source = sourceOf(from, directory, stdin);
  const columns = (header: readonly string[]) => wanted(header, source.name);
  const table = await readTable(source, config, columns, { hash, counts, limit });
  return { table, sha256: hash.digest('hex'), ...counts };
}

/** The data that a config's generator makes. */
export function generateTable(config: GeneratorConfig, seed: number): Table {
  const { generator: name, rows, noise, ...options } = config;
  const generator: Generator = generators[name];
  return generator.generate(rows, noise, random(seed, 'data'), options);
}
