// The wire format of Protocol Buffers, as far as models of ONNX have it: varints, 32-bit numbers, and bytes with their
// length before them. Field numbers are those of onnx.proto3.

const encoder = new TextEncoder();

/** A message in the making: fields in the order in which they are added. */
export class Message {
  private readonly parts: Uint8Array[] = [];

  /** Adds a whole number, which may be below 0. */
  integer(field: number, value: number | bigint): this {
    this.parts.push(varint(BigInt(field) << 3n), varint(BigInt.asUintN(64, BigInt(value))));
    return this;
  }

  /** Adds a text, bytes or a message. */
  bytes(field: number, value: string | Uint8Array | Message): this {
    const content =
      typeof value === 'string' ? encoder.encode(value) : value instanceof Message ? value.encoded : value;
    this.parts.push(varint((BigInt(field) << 3n) | 2n), varint(BigInt(content.length)), content);
    return this;
  }

  get encoded(): Uint8Array {
    const bytes = new Uint8Array(this.parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of this.parts) {
      bytes.set(part, at);
      at += part.length;
    }
    return bytes;
  }
}

function varint(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = Number(rest & 127n);
    rest >>= 7n;
    bytes.push(rest > 0n ? low | 128 : low);
  } while (rest > 0n);
  return Uint8Array.from(bytes);
}
