import { random } from '../../random.js';
import { numberTable, type Table } from '../table/table.js';
import type { Generator, NumberColumns } from './generator.js';
import { generators } from './index.js';
import type { GeneratorConfig } from './schema.js';

/** Makes the columns of a config's generator. */
export function generateColumns(config: GeneratorConfig, seed: number): NumberColumns {
  const { generator: name, rows, noise, ...options } = config;
  const generator: Generator = generators[name];
  return generator.generate(rows, noise, random(seed, 'data'), options);
}

/** Makes the table of a config's generator. */
export const generateTable = (config: GeneratorConfig, seed: number): Table =>
  numberTable(config.generator, generateColumns(config, seed));
