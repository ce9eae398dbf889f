/**
 * A slot holds the hash of a key, where it begins among the keys, its length + 1 (0 where the slot is empty), and its
 * code.
 */
const slotSize = 4;
const smallest = 32;
const mostKeys = 4096;
const mostKeyBytes = 1 << 18;

/** Slots that a dictionary begins with: many are never filled. */
const noSlots = new Int32Array(slotSize);
const noKeys = new Uint8Array(0);

/**
 * Codes by the bytes of a text: what a Map of strings would give, without making the string. It forgets what would take
 * more memory than a cache should, so a text that is not found may yet have been added.
 */
export class ByteDictionary {
  private slots = noSlots;
  private keys = noKeys;
  private keyBytes = 0;
  private size = 0;

  /** The code of bytes[start, end), `absent` where it is not known. */
  find(bytes: Uint8Array, start: number, end: number, absent: number): number {
    const { slots, keys } = this;
    const hash = hashOf(bytes, start, end);
    const length = end - start;
    for (let at = this.slotOf(hash); ; at = (at + slotSize) & (slots.length - 1)) {
      const lengthThere = slots[at + 2];
      if (lengthThere === 0) return absent;
      if (slots[at] !== hash || lengthThere !== length + 1) continue;
      const from = slots[at + 1];
      let i = 0;
      while (i < length && keys[from + i] === bytes[start + i]) i++;
      if (i === length) return slots[at + 3];
    }
  }

  /** Adds bytes that `find` does not find, with their code. */
  add(bytes: Uint8Array, start: number, end: number, code: number): void {
    const length = end - start;
    if (this.size === mostKeys || this.keyBytes + length > mostKeyBytes) return;
    if (2 * slotSize * (this.size + 1) > this.slots.length) this.enlarge();
    if (this.keyBytes + length > this.keys.length) {
      const keys = new Uint8Array(2 * (this.keyBytes + length));
      keys.set(this.keys);
      this.keys = keys;
    }
    this.keys.set(bytes.subarray(start, end), this.keyBytes);
    this.insert(hashOf(bytes, start, end), this.keyBytes, length + 1, code);
    this.keyBytes += length;
    this.size++;
  }

  private insert(hash: number, from: number, length: number, code: number): void {
    const { slots } = this;
    let at = this.slotOf(hash);
    while (slots[at + 2] !== 0) at = (at + slotSize) & (slots.length - 1);
    slots[at] = hash;
    slots[at + 1] = from;
    slots[at + 2] = length;
    slots[at + 3] = code;
  }

  private enlarge(): void {
    const before = this.slots;
    this.slots = new Int32Array(Math.max(2 * before.length, slotSize * smallest));
    for (let at = 0; at < before.length; at += slotSize)
      if (before[at + 2] !== 0) this.insert(before[at], before[at + 1], before[at + 2], before[at + 3]);
  }

  private slotOf(hash: number): number {
    return (slotSize * (hash ^ (hash >>> 15))) & (this.slots.length - 1);
  }
}

/** FNV-1a (Fowler, Noll, Vo), but for the order of its two steps. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = end - start;
  for (let i = start; i < end; i++) hash = Math.imul(hash, 0x01000193) ^ bytes[i];
  return hash;
}
