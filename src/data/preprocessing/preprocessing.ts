import type { InputFormat } from '../input_format.js';
import type { CellSettings } from '../table/cells.js';
import type { Target } from '../targets/target.js';
import type { Feature } from './features/index.js';

/** Task of a network: classes out, numbers out, its own input out, vectors of categories, or new rows like its input's. */
export type Task = 'classification' | 'regression' | 'reconstruction' | 'embedding' | 'generation';

/**
 * Encoding of rows of text as rows of x and t. Fitted to the training split alone, plain JSON, stored in the model:
 * with it alone, any other row is encoded in the same way.
 */
export interface Preprocessing {
  /** Format of the files. */
  readonly delimiter: string;
  readonly header: boolean;
  /** Meaning of the cells of the files. */
  readonly cells: CellSettings;
  readonly comment: string | null;
  readonly skip_rows: number;
  /** Format of other data, where it is said; never stored, as the files that are read may be of several. */
  readonly input_format?: InputFormat;
  /** The names of all columns of the training data, in order: without a header, other data is matched by position. */
  readonly columns: readonly string[];
  /** The columns of x come in their order. */
  readonly features: readonly Feature[];
  readonly target: Target;
  /** The column of row weights. */
  readonly weight: string | null;
}
