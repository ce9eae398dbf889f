// What pairs of float64 have beyond vectors of any width.

OP FN(f64x2_splat)(double x) { return FN(all)(x); }
OP FN(f64x2_add)(V a, V b) { return a + b; }
OP FN(f64x2_mul)(V a, V b) { return a * b; }
OP FN(v128_load64_splat)(uintptr_t at, int offset) { return FN(all)(f64_load(at, offset)); }
OP FN(v128_load64_zero)(uintptr_t at, int offset) { return (V){f64_load(at, offset), 0}; }

static inline __attribute__((always_inline)) void FN(v128_store64_lane)(uintptr_t at, V values, int lane, int offset) {
  f64_store(at, values[lane], offset);
}

/** A number of each of two rows, `next` bytes apart. */
OP FN(takeColumn)(uintptr_t at, uintptr_t next) { return (V){f64_load(at, 0), f64_load(at + next, 0)}; }

/** Stores a number of each of two rows, `next` bytes apart. */
static inline __attribute__((always_inline)) void FN(putColumn)(uintptr_t at, uintptr_t next, V values) {
  f64_store(at, values[0], 0);
  f64_store(at + next, values[1], 0);
}
