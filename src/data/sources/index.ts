import { csv } from './csv.js';
import { generator } from './generator.js';
import type { Source } from './source.js';

/** Where data come from. What `data.train` names is read by the first that says it reads it. */
export const sources = { generator, csv } satisfies Record<string, Source>;

/** The source of what `data.train` names. */
export const sourceFor = (from: string | object): Source =>
  Object.values<Source>(sources).find((source) => source.reads(from))!;
