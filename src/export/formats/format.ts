import type { Model } from '../../model/model.js';

/** A file that an export is made of. */
export interface ExportedFile {
  readonly name: string;
  readonly content: string | Uint8Array;
}

/** A format that models are exported to. */
export interface Format {
  /** Description for help. */
  readonly summary: string;
  /** Ending of the file, with its point. */
  readonly extension: string;
  /** Other endings of such files. */
  readonly otherExtensions?: readonly string[];
  /** Largest difference from what predict gives that its arithmetic may make: 0 where it has the same bits. */
  readonly tolerance: number;
  /** Exports a model; `file` is the name of the first of the files that come of it. */
  files(model: Model, file: string): ExportedFile[];
}
