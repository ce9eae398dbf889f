export type { DataConfig } from '../data/schema.js';
export { configJsonSchema } from './json_schema.js';
export { type ConfigOptions, type NamedConfig, parseConfig } from './parse.js';
export { isReadingPath, readingKeys, refuseOtherKeys } from './reading.js';
export {
  type DataFacts,
  type ResolvedConfig,
  resolveConfig,
  resolveHead,
  soughtBy,
  targetsOf,
} from './resolve.js';
export { type Config, configSchema } from './schema.js';
export { pathOfKey } from './schema_walk.js';
export type { Override } from './set.js';
export { checkTargets } from './target_checks.js';
