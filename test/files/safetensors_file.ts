/** A file laid out by hand: the length of the header, the header, the data. */
export function fileOf(header: string | Uint8Array, data: ArrayBufferView = new Uint8Array()): Uint8Array {
  const text = Buffer.from(header);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)]);
}
