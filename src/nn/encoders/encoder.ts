import type { Vector } from '../../kernels/index.js';
import type { GraphBuilder } from '../graph/builder.js';
import type { BatchPart } from '../graph/shards.js';
import type { ParameterMemory } from '../layout.js';

/** A column of x that the network encodes, as its inputs describe it. */
export interface EncodedColumn {
  /** Type of the encoder. */
  readonly type: string;
  /** Name of the column: its tensors are called `encoders.<column>.weight` and so on. */
  readonly column: string;
  /** Index of the column of x. */
  readonly input: number;
  /** Numbers that the column becomes. */
  readonly width: number;
}

/** Shapes and places of what an encoder is called with: x [rows, columns], z [rows, outputs] from column `at` on. */
export interface Block {
  readonly rows: number;
  readonly columns: number;
  readonly outputs: number;
  readonly at: number;
}

/** Learned encoding of one column of x, with its tensors and memory. */
export interface Encoder {
  readonly tensors: Readonly<Record<string, ParameterMemory>>;
  /** z = f(x of the column) */
  forward(x: Vector, z: Vector, place: Block): void;
  /** The gradients of the parameters, overwritten, and that of the column of x where dx is wanted. */
  backward(x: Vector, dz: Vector, dx: Vector | null, place: Block, part: BatchPart | null): void;
}

/** A kind of learned encoding. */
export interface EncoderType {
  /** Claims the parameters of a column and its memory. */
  build(column: EncodedColumn, graph: GraphBuilder): Encoder;
}
