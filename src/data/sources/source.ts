import type { Hash } from '../../platform/platform.js';
import type { TableChunk } from '../table/chunk.js';
import type { FileNotes } from '../table/file_notes.js';
import type { Places } from './bytes.js';
import type { TextFormat } from './files.js';

/** Options of opening a source beside those of the config. */
export interface OpenOptions extends Places {
  readonly seed: number;
  /** Format of the text. */
  readonly format: TextFormat;
  /** Takes in all that the rows depend on: the bytes as they are stored, or what they are made of. */
  readonly hash: Hash;
  /** Takes what there is to say about files. */
  readonly notes: FileNotes;
}

/** A source that is being read. */
export interface OpenSource {
  /** Name in messages. */
  readonly name: string;
  /** All rows, in order; at least one chunk, for its header. */
  readonly chunks: AsyncIterable<TableChunk>;
}

/**
 * A kind of place where data come from. Its chunks hold cells as text or typed values, whichever it has; what it cannot
 * read it refuses with an MlpError that names source, line and column. `From` is what `data.train` has for it.
 */
export interface Source<From = never> {
  /**
   * Decides whether it reads what `data.train` names: a path, "-", several of them, or one of the objects that the
   * schema of a config accepts there.
   */
  reads(from: string | object): boolean;
  /** The column to predict where the config names none; absent where it has to name one. */
  target?(from: From): string;
  /** Opens the source; nothing is read until the first chunk is asked for. */
  open(from: From, options: OpenOptions): OpenSource;
}
