import { MlpError } from '../../errors.js';
import { generateColumns } from '../generators/generate.js';
import { generators } from '../generators/index.js';
import type { GeneratorConfig } from '../generators/schema.js';
import type { TableChunk } from '../table/chunk.js';
import type { Source } from './source.js';

/** Rows that a generator makes, in one chunk. */
export const generator = {
  reads: (from) => typeof from === 'object' && 'generator' in from,
  target: (config) => generators[config.generator].target,
  open(config, { seed, hash }) {
    hash.update(JSON.stringify([config, seed]));
    return { name: config.generator, chunks: generated(config, seed) };
  },
} satisfies Source<GeneratorConfig>;

async function* generated(config: GeneratorConfig, seed: number): AsyncGenerator<TableChunk> {
  const columns = generateColumns(config, seed);
  const header = Object.keys(columns);
  yield {
    header,
    rows: columns[header[0]].length,
    addTo(builders) {
      for (const builder of builders) {
        const { name } = builder;
        if (builder.reads === 'texts')
          throw new MlpError('config', `data: column ${name} of a generator holds numbers, not categories`);
        builder.addValues(columns[name]);
      }
    },
    text: (row, field) => String(columns[header[field]][row]),
  };
}
