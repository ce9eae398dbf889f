/** xoroshiro128+ as in src/xoroshiro.ts, whose numbers of 53 bits are compared as integers: two steps for each. */
export function keepMask(state: usize, mask: usize, n: i32, rate: f64): void {
  if (f64.load(state) == 0) return;
  let s0 = word(state + 8);
  let s1 = word(state + 24);
  const bound = Math.ceil(rate * 9007199254740992) as u64;
  const kept = 1 / (1 - rate);
  for (; n > 0; n--, mask += 8) {
    const high = (s0 + s1) & 0x3ffffff;
    s1 ^= s0;
    s0 = rotl<u64>(s0, 24) ^ s1 ^ (s1 << 16);
    s1 = rotl<u64>(s1, 37);
    const low = (s0 + s1) & 0x7ffffff;
    s1 ^= s0;
    s0 = rotl<u64>(s0, 24) ^ s1 ^ (s1 << 16);
    s1 = rotl<u64>(s1, 37);
    f64.store(mask, select<f64>(0, kept, ((high << 27) | low) < bound));
  }
  putWord(state + 8, s0);
  putWord(state + 24, s1);
}

/** `shuffle` of src/xoroshiro.ts: a step for each number, and one more where the number is drawn again. */
export function shuffle(state: usize, x: usize, n: i32): void {
  if (f64.load(state) == 0) return;
  let s0 = word(state + 8);
  let s1 = word(state + 24);
  for (let i = (n as u32) - 1; (i as i32) > 0; ) {
    const drawn = ((s0 + s1) as u32) ^ 0x80000000;
    s1 ^= s0;
    s0 = rotl<u64>(s0, 24) ^ s1 ^ (s1 << 16);
    s1 = rotl<u64>(s1, 37);
    const count = i + 1;
    // drawn again: what is beyond the last multiple; where the sum does not pass 2³² it is certain not to be
    if (drawn + count < count && (drawn as u64) >= (4294967296 / (count as u64)) * (count as u64)) continue;
    const a = x + ((i as usize) << 3);
    const b = x + (((drawn % count) as usize) << 3);
    const value = f64.load(a);
    f64.store(a, f64.load(b));
    f64.store(b, value);
    i--;
  }
  putWord(state + 8, s0);
  putWord(state + 24, s1);
}

/** Upper and lower half of a word, each a signed integer. */
@inline function word(at: usize): u64 {
  return ((f64.load(at) as i64 as u64) << 32) | ((f64.load(at, 8) as i64 as u64) & 0xffffffff);
}

@inline function putWord(at: usize, word: u64): void {
  f64.store(at, (word >> 32) as i32 as f64);
  f64.store(at, word as i32 as f64, 8);
}
