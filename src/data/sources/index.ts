import { files } from './files.js';
import { generator } from './generator.js';
import type { Source } from './source.js';
import { sql } from './sql.js';

/** All kinds of places where data come from; the first whose `reads` takes what `data.train` names is used. */
export const sources = { generator, sql, files } satisfies Record<string, Source>;

/** Finds the source of what `data.train` names. */
export const sourceFor = (from: string | object): Source =>
  Object.values<Source>(sources).find((source) => source.reads(from))!;
