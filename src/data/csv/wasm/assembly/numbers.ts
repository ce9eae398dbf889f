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

/**
 * 10^n, by which n more digits move digits to the left, and below which they have to be for 19 in all, for n up to 8.
 */
const shifts = memory.data<u64>([1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000]);
const limits = memory.data<u64>([
  0, 1000000000000000000, 100000000000000000, 10000000000000000, 1000000000000000, 100000000000000, 10000000000000,
  1000000000000, 100000000000,
]);

const EXACT: u64 = 1 << 53;
const MOST_CANONICAL: u64 = 1000000000000000;
/** Most digits that surely make a number below 2^53. */
const MOST_DIGITS: usize = 15;

/**
 * Kinds of reading a column: not at all (0), as numbers (1), as numbers that JavaScript prints as they are written, as
 * numbers but for whole ones with zeros or a plus before them, or beyond 2^53; and, FIXED + n, as numbers that
 * JavaScript prints with n decimals as they are written.
 */
const CANONICAL: u8 = 2;
const AMOUNTS: u8 = 3;
const FIXED: u8 = 4;

/**
 * Reads decimal numbers of all columns whose `kinds` (a byte for each) say so, `rows` records from field `first` on:
 * that of column c in row i goes to values[c · rows + i]. A column ends where a cell holds anything else, or a number
 * that cannot be rounded correctly here: counts[c] says how many numbers it has. Its kind is 0 from there on.
 */
export function readColumns(
  text: usize, starts: usize, first: i32, width: i32, rows: i32, kinds: usize, values: usize, counts: usize,
): void {
  let at = starts + (<usize>first << 2);
  const column = <usize>rows << 3;
  for (let row = 0; row < rows; row++, values += 8) {
    let to = values;
    for (let c = 0; c < width; c++, at += 4, to += column) {
      const kind = load<u8>(kinds + c);
      if (!kind) continue;
      const value = numberIn(text + load<i32>(at), text + load<i32>(at, 4) - 1, c == width - 1, kind);
      if (isNaN(value)) {
        store<u8>(kinds + c, 0);
        store<i32>(counts + (<usize>c << 2), row);
      } else store<f64>(to, value);
    }
  }
  for (let c = 0; c < width; c++) if (load<u8>(kinds + c)) store<i32>(counts + (<usize>c << 2), rows);
}

/** Reads one column, from its field k on, into values[0 …]; returns how many numbers it read. */
export function readColumn(
  text: usize, starts: usize, k: i32, width: i32, rows: i32, isLast: bool, values: usize, kind: u8,
): i32 {
  let at = starts + (<usize>k << 2);
  for (let row = 0; row < rows; row++, at += <usize>width << 2) {
    const value = numberIn(text + load<i32>(at), text + load<i32>(at, 4) - 1, isLast, kind);
    if (isNaN(value)) return row;
    store<f64>(values + (<usize>row << 3), value);
  }
  return rows;
}

/**
 * The number in a cell; NaN where it holds anything else or cannot be read here. The last cell of a record may hold
 * line ends. Most numbers are a sign, up to eight digits, and perhaps a point and up to eight more: they are read here.
 */
function numberIn(start: usize, end: usize, isLast: bool, kind: u8): f64 {
  if (isLast) while (end > start && isLineEnd(load<u8>(end - 1))) end--;
  const isNegative = load<u8>(start) == MINUS;
  const i = start + <usize>isNegative;
  const length = end - i;
  if (<isize>length <= 0) return NaN;
  const word = load<u64>(i) ^ ZEROS;
  const whole = min(digitsIn(word), length);
  if (!whole || (kind >= CANONICAL && whole > 1 && load<u8>(i) == ZERO)) return anyNumberIn(start, end, kind);
  let digits = valueOf(word, whole);
  let value: f64;
  if (whole == length) {
    if (kind > FIXED) return NaN;
    value = <f64>digits;
  } else {
    const decimals = length - whole - 1;
    if (decimals - 1 > 7 || whole + decimals > MOST_DIGITS || load<u8>(i + whole) != POINT)
      return anyNumberIn(start, end, kind);
    const behind = load<u64>(i + whole + 1) ^ ZEROS;
    if (digitsIn(behind) < decimals) return anyNumberIn(start, end, kind);
    digits = digits * load<u64>(shifts + (decimals << 3)) + valueOf(behind, decimals);
    value = <f64>digits / load<f64>(powersOfTen + (decimals << 3));
    if (kind == CANONICAL && (load<u8>(end - 1) == ZERO || value < 1e-6)) return NaN;
    if (kind > FIXED && decimals != kind - FIXED) return NaN;
  }
  if (kind == CANONICAL && isNegative && !digits) return NaN;
  return isNegative ? -value : value;
}

/** Reads a number of any form, with blanks around it. */
function anyNumberIn(i: usize, end: usize, kind: u8): f64 {
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
    if (digits >= load<u64>(limits + (count << 3))) return NaN;
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
      if (digits >= load<u64>(limits + (count << 3))) return NaN;
      digits = digits * load<u64>(shifts + (count << 3)) + valueOf(word, count);
    }
    decimals = <i32>(i - decimalsStart);
  }
  if (!(whole + decimals)) return NaN;
  let exponent = -decimals;
  const hasExponent = i < end;
  if (hasExponent) {
    if ((load<u8>(i) | 0x20) != 0x65) return NaN;
    i++;
    const sign = i < end ? load<u8>(i) : 0;
    if (sign == MINUS || sign == PLUS) i++;
    if (i == end || end - i > 4) return NaN;
    let written = 0;
    for (; i < end; i++) {
      const digit = <u32>load<u8>(i) - ZERO;
      if (digit > 9) return NaN;
      written = 10 * written + digit;
    }
    exponent += sign == MINUS ? -written : written;
  }

  let value: f64;
  if (!exponent) value = <f64>digits;
  else if (exponent < -MOST_POWERS || exponent > MOST_POWERS) return NaN;
  else if (digits <= EXACT) {
    value = <f64>digits;
    if (exponent < 0) value /= load<f64>(powersOfTen - (exponent << 3));
    else value *= load<f64>(powersOfTen + (exponent << 3));
  } else {
    if (exponent > 0) return NaN;
    value = quotient(digits, load<f64>(powersOfTen - (exponent << 3)));
    if (isNaN(value)) return NaN;
  }
  if (
    kind == CANONICAL &&
    (first == PLUS || hasExponent || digits >= MOST_CANONICAL || !whole ||
      (whole > 1 && load<u8>(digitsStart) == ZERO) ||
      (hasPoint && (!decimals || load<u8>(end - 1) == ZERO)) ||
      (digits == 0 ? isNegative : value < 1e-6))
  )
    return NaN;
  if (
    kind > FIXED &&
    (first == PLUS || hasExponent || digits >= MOST_CANONICAL || !whole || decimals != kind - FIXED ||
      (whole > 1 && load<u8>(digitsStart) == ZERO))
  )
    return NaN;
  if (
    kind == AMOUNTS && !hasPoint && !hasExponent &&
    (first == PLUS || digits > EXACT || (whole > 1 && load<u8>(digitsStart) == ZERO))
  )
    return NaN;
  return isNegative ? -value : value;
}

/**
 * n / d correctly rounded, for n from 2^53 to 10^19 and d a power of ten up to 10^22; NaN where n / d lies too near to
 * the middle of two doubles to tell. q = n / d rounded has the remainder n − q·d, of which all parts are exact (T. J.
 * Dekker, A floating-point technique for extending the available precision, 1971). The correction, remainder / d, is
 * below 2^-51 q and its error below 2^-100 q; where adding it with 2^-90 q more or less makes no difference, the sum is
 * rounded correctly.
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

/** Number of the eight bytes, the lowest first, that are digits; of each '0' has been taken off. */
// @ts-ignore: decorator
@inline
function digitsIn(word: u64): usize {
  return <usize>(ctz(((word + 0x7676767676767676) | word) & 0x8080808080808080) >> 3);
}

/**
 * The number that the lowest `count` of eight digits make, 1 to 8 of them (D. Lemire, Quickly parsing eight digits,
 * 2018): neighbours are joined to pairs, these to fours, and these to one.
 */
// @ts-ignore: decorator
@inline
function valueOf(word: u64, count: usize): u64 {
  let value = word << (64 - (<u64>count << 3));
  value = value * 10 + (value >> 8);
  return (
    ((value & 0x000000ff000000ff) * 0x000f424000000064 +
      ((value >> 16) & 0x000000ff000000ff) * 0x0000271000000001) >> 32
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
