import type { Target } from '../data/preprocessing/index.js';
import { readingKeys } from './reading.js';
import type { Config } from './schema.js';

type Section = 'data' | 'training';

/**
 * A config as people read it: without settings that can matter nothing, as the others are and the target is. What is
 * left says the same when it is read again. Empty lists and objects are left out, too.
 */
export function applicable<C extends Config>(config: C, target: Target['kind']): object {
  const { data, training } = config;
  const { split } = data;
  const settings = Object.values(data.columns);
  const without: Record<Section, ReadonlySet<string>> = {
    data: new Set([
      ...(isGenerated(data)
        ? [
            ...readingKeys().map((path) => path.replace('data.', '')),
            'missing',
            'missing_indicator',
            'min_count',
          ]
        : []),
      ...([data, ...settings].some(({ missing }) => missing === 'constant') ? [] : ['fill']),
      ...(target === 'numbers' ? [] : ['target_scale']),
    ]),
    training: new Set(training.batch_size === 'full' ? ['shuffle'] : []),
  };
  const kept = (section: Section) =>
    Object.entries(config[section]).filter(([key, value]) => !without[section].has(key) && !isEmpty(value));
  const { stratify: _, ...unstratified } = split as { readonly stratify?: boolean };
  return {
    ...config,
    data: {
      ...Object.fromEntries(kept('data')),
      split: target === 'classes' ? split : unstratified,
    },
    training: Object.fromEntries(kept('training')),
  };
}

/** Whether no data are read from files. */
const isGenerated = ({ train, validation, test }: Config['data']): boolean =>
  typeof train === 'object' && !Array.isArray(train) && !validation && !test;

const isEmpty = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0;
