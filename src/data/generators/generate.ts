import { random } from '../../random.js';
import { numberTable, type Table } from '../table/table.js';
import type { Generator, NumberColumns } from './generator.js';
import { generators } from './index.js';
import type { GeneratorConfig } from './schema.js';

/** The columns that a config's generator makes. */
export function generateColumns(config: GeneratorConfig, seed: number): NumberColumns {
  const { generator: name, rows, noise, ...options } = config;
  const generator: Generator = generators[name];
  return generator.generate(rows, noise, random(seed, 'data'), options);
}

/** The same as a table. */
export const generateTable = (config: GeneratorConfig, seed: number): Table =>
  numberTable(config.generator, generateColumns(config, seed));
