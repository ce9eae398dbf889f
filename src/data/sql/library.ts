/** The parts that ask DuckDB, loaded where there is a query. */
export { openDuckDb } from './open.js';
export { readQuery } from './query.js';

export type QueryLibrary = typeof import('./library.js');
