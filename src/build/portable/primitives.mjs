/**
 * Functions that exports have in a way of their own in each language: those of the bits of a double (src/math/bits.ts
 * and powers.ts), and in C what JavaScript has of itself. A primitive without a text in JavaScript is one of C alone.
 */
export const primitives = {
  isNaN: { c: 'static int mlp_isNaN(double x) { return x != x; }' },
  isFinite: { c: 'static int mlp_isFinite(double x) { return x - x == 0.0; }' },
  isNegativeZero: { c: 'static int mlp_isNegativeZero(double x) { return x == 0.0 && signbit(x); }' },
  maximum: {
    c: `/* Math.max: NaN where one is, and 0 rather than -0. */
static double mlp_maximum(double a, double b) {
  if (a > b) return a;
  if (b > a) return b;
  if (a == b) return mlp_isNegativeZero(a) ? b : a;
  return a + b;
}`,
    uses: ['isNegativeZero'],
  },
  minimum: {
    c: `/* Math.min: NaN where one is, and -0 rather than 0. */
static double mlp_minimum(double a, double b) {
  if (a < b) return a;
  if (b < a) return b;
  if (a == b) return mlp_isNegativeZero(a) ? a : b;
  return a + b;
}`,
    uses: ['isNegativeZero'],
  },
  sign: { c: 'static double mlp_sign(double x) { return x > 0.0 ? 1.0 : x < 0.0 ? -1.0 : x; }' },
  nearest: {
    c: `/* Math.round: halves go up. */
static double mlp_nearest(double x) {
  const double below = floor(x);
  return x - below >= 0.5 ? below + 1.0 : below;
}`,
  },
  integer: {
    c: `/* The integer of a double, as operators on bits take it; 0 of NaN. */
static int32_t mlp_integer(double x) {
  return x > -2147483649.0 && x < 2147483648.0 ? (int32_t)x : 0;
}`,
  },
  bitOr: {
    c: 'static double mlp_bitOr(double a, double b) { return (double)(mlp_integer(a) | mlp_integer(b)); }',
    uses: ['integer'],
  },
  bitAnd: {
    c: 'static double mlp_bitAnd(double a, double b) { return (double)(mlp_integer(a) & mlp_integer(b)); }',
    uses: ['integer'],
  },
  shiftRight: {
    c: `static double mlp_shiftRight(double a, double bits) {
  return floor((double)mlp_integer(a) / (double)(1L << mlp_integer(bits)));
}`,
    uses: ['integer'],
  },
  upperBits: {
    js: `const float = new DataView(new ArrayBuffer(8));
/** The upper 32 bits of x. */
function upperBits(x) {
  float.setFloat64(0, x);
  return float.getInt32(0);
}`,
    c: `/* The upper 32 bits of x. */
static double mlp_upperBits(double x) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  bits >>= 32;
  return bits < 2147483648u ? (double)bits : (double)bits - 4294967296.0;
}`,
  },
  powerOfTwo: {
    js: `const powers = new Float64Array(2098);
for (let i = 0, power = Number.MIN_VALUE; i < powers.length; i++, power *= 2) powers[i] = power;
/** 2^k for an integer k from -1074 to 1023. */
function powerOfTwo(k) {
  return powers[(k | 0) + 1074];
}`,
    c: `/* 2^k for an integer k from -1074 to 1023; 1 where k is NaN. */
static double mlp_powerOfTwo(double k) {
  const int exponent = mlp_integer(k);
  const uint64_t bits = exponent < -1022 ? (uint64_t)1 << (exponent + 1074) : (uint64_t)(exponent + 1023) << 52;
  double power;
  memcpy(&power, &bits, sizeof power);
  return power;
}`,
    uses: ['integer'],
  },
  inversePowerOfTwo: {
    js: `function inversePowerOfTwo(k) {
  return powerOfTwo(-k);
}`,
    c: 'static double mlp_inversePowerOfTwo(double k) { return mlp_powerOfTwo(-k); }',
    uses: ['powerOfTwo'],
  },
};
