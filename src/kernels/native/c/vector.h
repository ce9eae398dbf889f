// Vectors of LANES float64, under the names that AssemblyScript's module vector.ts and its instructions have,
// with the width added: FN(add). Included once for each width. A mask is a vector whose lanes are all ones or all
// zeros.

#define PASTE_(a, b) a##_##b
#define PASTE(a, b) PASTE_(a, b)

typedef double PASTE(Vector, LANES) __attribute__((vector_size(8 * LANES)));
typedef int64_t PASTE(Bits, LANES) __attribute__((vector_size(8 * LANES)));
typedef double PASTE(Unaligned, LANES) __attribute__((vector_size(8 * LANES), aligned(8), may_alias));

#define OP static inline __attribute__((always_inline)) V

OP FN(all)(double x) {
#if LANES == 2
  return (V){x, x};
#elif LANES == 4
  return (V){x, x, x, x};
#else
  return (V){x, x, x, x, x, x, x, x};
#endif
}

OP FN(i64x2_splat)(int64_t x) {
#if LANES == 2
  return (V)(B){x, x};
#elif LANES == 4
  return (V)(B){x, x, x, x};
#else
  return (V)(B){x, x, x, x, x, x, x, x};
#endif
}

OP FN(add)(V a, V b) { return a + b; }
OP FN(sub)(V a, V b) { return a - b; }
OP FN(mul)(V a, V b) { return a * b; }
OP FN(div)(V a, V b) { return a / b; }
OP FN(neg)(V a) { return -a; }
OP FN(i64x2_add)(V a, V b) { return (V)((B)a + (B)b); }
OP FN(i64x2_sub)(V a, V b) { return (V)((B)a - (B)b); }
OP FN(i64x2_shl)(V a, int by) { return (V)((B)a << by); }
OP FN(v128_and)(V a, V b) { return (V)((B)a & (B)b); }
OP FN(v128_or)(V a, V b) { return (V)((B)a | (B)b); }
OP FN(v128_not)(V a) { return (V)~(B)a; }
/** a & ~b */
OP FN(v128_andnot)(V a, V b) { return (V)((B)a & ~(B)b); }
OP FN(less)(V a, V b) { return (V)(a < b); }
OP FN(greater)(V a, V b) { return (V)(a > b); }
OP FN(equal)(V a, V b) { return (V)(a == b); }
OP FN(f64x2_le)(V a, V b) { return (V)(a <= b); }
OP FN(f64x2_ge)(V a, V b) { return (V)(a >= b); }
OP FN(f64x2_ne)(V a, V b) { return (V)(a != b); }
OP FN(select)(V mask, V a, V b) { return (V)(((B)mask & (B)a) | (~(B)mask & (B)b)); }
OP FN(abs)(V a) { return (V)((B)a & (B)FN(i64x2_splat)(INT64_MAX)); }

// b < a ? b : a and a < b ? b : a, so that a NaN in a stays: one instruction of x86
#if defined(__x86_64__) && LANES == 8
OP FN(atMost)(V a, V b) { return _mm512_min_pd(b, a); }
OP FN(atLeast)(V a, V b) { return _mm512_max_pd(b, a); }
OP FN(sqrt)(V a) { return _mm512_sqrt_pd(a); }
static inline int FN(any)(V mask) { return _mm512_test_epi64_mask((__m512i)mask, (__m512i)mask) != 0; }
#elif defined(__x86_64__) && LANES == 4
OP FN(atMost)(V a, V b) { return _mm256_min_pd(b, a); }
OP FN(atLeast)(V a, V b) { return _mm256_max_pd(b, a); }
OP FN(sqrt)(V a) { return _mm256_sqrt_pd(a); }
static inline int FN(any)(V mask) { return _mm256_movemask_pd(mask) != 0; }
#elif defined(__x86_64__) && LANES == 2
OP FN(atMost)(V a, V b) { return _mm_min_pd(b, a); }
OP FN(atLeast)(V a, V b) { return _mm_max_pd(b, a); }
OP FN(sqrt)(V a) { return _mm_sqrt_pd(a); }
static inline int FN(any)(V mask) { return _mm_movemask_pd(mask) != 0; }
#else
OP FN(atMost)(V a, V b) { return FN(select)(FN(less)(b, a), b, a); }
OP FN(atLeast)(V a, V b) { return FN(select)(FN(less)(a, b), b, a); }
OP FN(sqrt)(V a) {
  for (int i = 0; i < LANES; i++) a[i] = __builtin_sqrt(a[i]);
  return a;
}
static inline int FN(any)(V mask) {
  int64_t found = 0;
  for (int i = 0; i < LANES; i++) found |= ((B)mask)[i];
  return found != 0;
}
#endif

static inline int FN(i64x2_all_true)(V mask) { return !FN(any)(FN(v128_not)(mask)); }

/** Math.max: NaN where one is, and 0 for 0 and −0. */
OP FN(max)(V a, V b) {
  const V other = FN(select)(FN(equal)(a, b), FN(v128_and)(a, b), a + b);
  return FN(select)(FN(greater)(a, b), a, FN(select)(FN(less)(a, b), b, other));
}

/** Math.min */
OP FN(min)(V a, V b) {
  const V other = FN(select)(FN(equal)(a, b), FN(v128_or)(a, b), a + b);
  return FN(select)(FN(less)(a, b), a, FN(select)(FN(greater)(a, b), b, other));
}

/** Math.sign: ±1, and ±0 and NaN as they are. */
OP FN(sign)(V a) {
  const V zero = FN(all)(0);
  const V one = FN(v128_or)(FN(all)(1), FN(v128_and)(a, FN(all)(-0.0)));
  return FN(select)(FN(v128_or)(FN(less)(a, zero), FN(greater)(a, zero)), one, a);
}

OP FN(v128_load)(uintptr_t at, int offset) { return *(const PASTE(Unaligned, LANES) *)(at + offset); }
static inline __attribute__((always_inline)) void FN(v128_store)(uintptr_t at, V values, int offset) {
  *(PASTE(Unaligned, LANES) *)(at + offset) = values;
}

/** The next LANES numbers at `at`; where fewer are left, those n and zeros. */
OP FN(take)(int32_t n, uintptr_t at) {
  if (n >= LANES) return FN(v128_load)(at, 0);
#if defined(__x86_64__) && LANES == 8
  return _mm512_maskz_loadu_pd((__mmask8)((1u << n) - 1), (const void *)at);
#else
  V values = FN(all)(0);
  for (int i = 0; i < LANES - 1; i++)
    if (i < n) values[i] = f64_load(at, 8 * i);
  return values;
#endif
}

/** Stores as many as `take` has taken. */
static inline __attribute__((always_inline)) void FN(put)(int32_t n, uintptr_t at, V values) {
  if (n >= LANES) {
    FN(v128_store)(at, values, 0);
    return;
  }
#if defined(__x86_64__) && LANES == 8
  _mm512_mask_storeu_pd((void *)at, (__mmask8)((1u << n) - 1), values);
#else
  for (int i = 0; i < LANES - 1; i++)
    if (i < n) f64_store(at, values[i], 8 * i);
#endif
}

static inline __attribute__((always_inline)) double FN(f64x2_extract_lane)(V vector, int lane) { return vector[lane]; }

/** k, of the bits k · 2^52: with those of 1.5 · 2^52, k is the low bits of a number. */
OP FN(exponentOf)(V bits) {
  const V round = FN(all)(6755399441055744);
  return FN(i64x2_add)((V)((B)bits >> 52), round) - round;
}
