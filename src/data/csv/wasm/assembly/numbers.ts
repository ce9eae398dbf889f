const TAB: u8 = 0x09;
const LINE_FEED: u8 = 0x0a;
const CARRIAGE_RETURN: u8 = 0x0d;
const SPACE: u8 = 0x20;
const PLUS: u8 = 0x2b;
const MINUS: u8 = 0x2d;
const POINT: u8 = 0x2e;
const ZERO: u8 = 0x30;
const ZEROS: u64 = 0x3030303030303030;

/** 10^0 … 10^22: all powers of ten that a double holds exactly. */
const powersOfTen = memory.data<f64>([
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
  1e21, 1e22,
]);
const MOST_POWERS: i32 = 22;

/** 10^n, by which n more digits move digits to the left, and below which they have to be for 19 in all, for n up to 8. */
const shifts = memory.data<u64>([1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000]);
const rooms = memory.data<u64>([
  0, 1000000000000000000, 100000000000000000, 10000000000000000, 1000000000000000, 100000000000000, 10000000000000,
  1000000000000, 100000000000,
]);

const EXACT: u64 = 1 << 53;
const CANONICAL: u64 = 1000000000000000;

/**
 * Reads the decimal numbers of one column into values[0 …]: field k = starts[k] of the text, then every `width` fields, for so
 * many rows. Returns how many it read: it stops at the first cell that holds anything else, or a number that it cannot round
 * correctly; where `canonical` is set also at one that JavaScript might print differently.
 */
export function readNumbers(
  text: usize, starts: usize, k: i32, width: i32, rows: i32, isLast: i32, values: usize, canonical: i32,
): i32 {
  let at = starts + (<usize>k << 2);
  for (let row = 0; row < rows; row++, at += <usize>width << 2) {
    let i = text + load<i32>(at);
    let end = text + load<i32>(at, 4) - 1;
    if (isLast) while (end > i && isLineEnd(load<u8>(end - 1))) end--;
    while (i < end && isBlank(load<u8>(i))) i++;
    while (end > i && isBlank(load<u8>(end - 1))) end--;

    const first = i < end ? load<u8>(i) : 0;
    const isNegative = first == MINUS;
    if (isNegative || first == PLUS) i++;
    const digitsStart = i;
    let digits: u64 = 0;
    for (let count: usize = 8; count == 8; i += count) {
      const word = load<u64>(i) ^ ZEROS;
      count = min(digitsIn(word), end - i);
      if (!count) break;
      if (digits >= load<u64>(rooms + (count << 3))) return row;
      digits = digits * load<u64>(shifts + (count << 3)) + valueOf(word, count);
    }
    const whole = <i32>(i - digitsStart);
    let decimals = 0;
    const hasPoint = i < end && load<u8>(i) == POINT;
    if (hasPoint) {
      const decimalsStart = ++i;
      for (let count: usize = 8; count == 8; i += count) {
        const word = load<u64>(i) ^ ZEROS;
        count = min(digitsIn(word), end - i);
        if (!count) break;
        if (digits >= load<u64>(rooms + (count << 3))) return row;
        digits = digits * load<u64>(shifts + (count << 3)) + valueOf(word, count);
      }
      decimals = <i32>(i - decimalsStart);
    }
    if (!(whole + decimals)) return row;
    let exponent = -decimals;
    const hasExponent = i < end;
    if (hasExponent) {
      if ((load<u8>(i) | 0x20) != 0x65) return row;
      i++;
      const sign = i < end ? load<u8>(i) : 0;
      if (sign == MINUS || sign == PLUS) i++;
      if (i == end || end - i > 4) return row;
      let written = 0;
      for (; i < end; i++) {
        const digit = <u32>load<u8>(i) - ZERO;
        if (digit > 9) return row;
        written = 10 * written + digit;
      }
      exponent += sign == MINUS ? -written : written;
    }

    let value: f64;
    if (!exponent) value = <f64>digits;
    else if (exponent < -MOST_POWERS || exponent > MOST_POWERS) return row;
    else if (digits <= EXACT) {
      value = <f64>digits;
      if (exponent < 0) value /= load<f64>(powersOfTen - (exponent << 3));
      else value *= load<f64>(powersOfTen + (exponent << 3));
    } else {
      if (exponent > 0) return row;
      value = quotient(digits, load<f64>(powersOfTen - (exponent << 3)));
      if (isNaN(value)) return row;
    }
    if (
      canonical &&
      (first == PLUS || hasExponent || digits >= CANONICAL || !whole ||
        (whole > 1 && load<u8>(digitsStart) == ZERO) ||
        (hasPoint && (!decimals || load<u8>(end - 1) == ZERO)) ||
        (digits == 0 ? isNegative : value < 1e-6))
    )
      return row;
    store<f64>(values + (<usize>row << 3), isNegative ? -value : value);
  }
  return rows;
}

/**
 * n / d correctly rounded, for n from 2^53 to 10^19 and d a power of ten up to 10^22; NaN where n / d lies too near to the
 * middle of two doubles to tell. q = n / d rounded has the remainder n − q·d, of which all parts are exact (T. J. Dekker, A
 * floating-point technique for extending the available precision, 1971). The correction, remainder / d, is below 2^-51 q and
 * its error below 2^-100 q; where adding it with 2^-90 q more or less makes no difference, the sum is rounded correctly.
 */
// @ts-ignore: decorator
@inline
function quotient(n: u64, d: f64): f64 {
  const high = <f64>n;
  const low = <f64>(<i64>(n - <u64>high));
  const q = high / d;
  const product = q * d;
  const remainder = high - product - productError(q, d, product) + low;
  const correction = remainder / d;
  const margin = q * 8.077935669463161e-28; // 2^-90
  const value = q + (correction + margin);
  return value == q + (correction - margin) ? value : NaN;
}

/** a·b − product, exactly, where product is a·b rounded. */
// @ts-ignore: decorator
@inline
function productError(a: f64, b: f64, product: f64): f64 {
  const SPLIT: f64 = 134217729; // 2^27 + 1
  const aHigh = SPLIT * a - (SPLIT * a - a);
  const bHigh = SPLIT * b - (SPLIT * b - b);
  const aLow = a - aHigh;
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}

/** How many of the eight bytes, the lowest first, are digits; of each '0' has been taken off. */
// @ts-ignore: decorator
@inline
function digitsIn(word: u64): usize {
  return <usize>(ctz(((word + 0x7676767676767676) | word) & 0x8080808080808080) >> 3);
}

/**
 * The number that the lowest `count` of eight digits make, 1 to 8 of them (D. Lemire, Quickly parsing eight digits, 2018):
 * neighbours are joined to pairs, these to fours, and these to one.
 */
// @ts-ignore: decorator
@inline
function valueOf(word: u64, count: usize): u64 {
  let value = word << (64 - (<u64>count << 3));
  value = value * 10 + (value >> 8);
  return (
    ((value & 0x000000ff000000ff) * 0x000f424000000064 + ((value >> 16) & 0x000000ff000000ff) * 0x0000271000000001) >> 32
  );
}

// @ts-ignore: decorator
@inline
function isBlank(byte: u8): bool {
  return byte == SPACE || byte == TAB;
}

// @ts-ignore: decorator
@inline
function isLineEnd(byte: u8): bool {
  return byte == LINE_FEED || byte == CARRIAGE_RETURN;
}
