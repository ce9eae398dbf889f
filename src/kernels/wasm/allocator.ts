import { type Memory, PAGE } from './engine.js';

/** Bytes of a line of the cache: no two vectors share one. */
const LINE = 64;
/**
 * Bytes at the beginning that hold the module's constants: see src/build/kernels/constants.mjs. To the kernels
 * address 0 means "none".
 */
const RESERVED = 4096;
/** Pages that the memory grows by at least. */
const GROWTH = 16;

/**
 * Hands out a WebAssembly memory from its beginning to its end. What is given back may be handed out once more
 * (`reclaim`), but the memory goes as a whole.
 */
export class Allocator {
  /** The first free byte. */
  private end = RESERVED;
  /** Buffers that vectors have been made of: the memory has another one whenever it has grown. */
  private readonly buffers = new WeakSet<ArrayBufferLike>();

  /** The largest vector that was given back. */
  private released: Float64Array | null = null;

  constructor(private readonly memory: Memory) {}

  /**
   * Claims `bytes` zeroed bytes, and returns their address.
   *
   * @throws RangeError where there are no more.
   */
  claim(bytes: number): number {
    const address = this.end;
    const end = address + Math.ceil(bytes / LINE) * LINE;
    const missing = Math.ceil((end - this.memory.buffer.byteLength) / PAGE);
    if (missing > 0) this.grow(missing);
    this.end = end;
    return address;
  }

  private grow(missing: number): void {
    try {
      this.memory.grow(Math.max(missing, GROWTH));
    } catch {
      // the last pages, or a RangeError
      this.memory.grow(missing);
    }
  }

  /**
   * Claims a zeroed vector of `length` numbers.
   *
   * @throws RangeError where there is no room for it.
   */
  vector(length: number): Float64Array {
    const address = this.claim(8 * length);
    const { buffer } = this.memory;
    this.buffers.add(buffer);
    return new Float64Array(buffer, address, length);
  }

  /** Takes back a vector of this memory. */
  release(vector: Float64Array): void {
    if (this.holds(vector) && vector.length > (this.released?.length ?? 0)) this.released = vector;
  }

  /** Hands out a zeroed vector where one was given back that is as long, or not twice as long; else null. */
  reclaim(length: number): Float64Array | null {
    const { released } = this;
    if (!released || released.length < length || released.length >= 2 * length) return null;
    this.released = null;
    return released.subarray(0, length).fill(0);
  }

  /** Whether a vector is in this memory. */
  holds({ buffer }: Float64Array): boolean {
    return this.buffers.has(buffer);
  }

  /** Bytes from the beginning of the memory to the end of the next vector, if that has `length` numbers. */
  reach(length: number): number {
    return this.end + 8 * length;
  }

  vectorOrNull(length: number): Float64Array | null {
    try {
      return this.vector(length);
    } catch (error) {
      if (error instanceof RangeError) return null;
      throw error;
    }
  }
}
