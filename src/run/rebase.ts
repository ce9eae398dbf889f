import { relative, resolve } from 'node:path';
import type { Config } from '../config/schema.js';
import { isQuery, type SqlConfig } from '../data/sql/schema.js';

/**
 * Rewrites the paths of a config to start in `to` instead of `from`, so that it can be written there and used from
 * there.
 */
export function rebase<C extends Config>(config: C, from: string, to: string): C {
  const path = <P>(value: P): P | string =>
    typeof value === 'string' && value !== '-' ? relative(resolve(to), resolve(from, value)) : value;
  const paths = <P>(value: P | readonly P[]) => (Array.isArray(value) ? value.map(path) : path(value as P));
  const query = ({ sql, database, directory }: SqlConfig): SqlConfig => ({
    sql,
    ...(database !== undefined && { database: path(database) }),
    directory: path(directory) || '.',
  });
  const source = <From>(from: From) => (isQuery(from) ? query(from) : paths(from));
  const { train, validation, test } = config.data;
  return {
    ...config,
    data: {
      ...config.data,
      train: source(train),
      ...(validation !== undefined && { validation: source(validation) }),
      ...(test !== undefined && { test: source(test) }),
    },
    training: {
      ...config.training,
      ...(config.training.init_from !== undefined && { init_from: path(config.training.init_from) }),
    },
  };
}
