// What the kernels' C takes for granted: addresses, numbers in memory, and AssemblyScript's functions over them, under
// its names with _ for a dot. An address is a pointer as an integer; in programs, whose addresses are offsets from the
// beginning of the memory, AT and `usize` are redefined.

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#define usize uintptr_t
#define AT(address) (address)

typedef double Number __attribute__((may_alias));
typedef int32_t Int __attribute__((may_alias));
typedef uint32_t Unsigned __attribute__((may_alias));
typedef int64_t Long __attribute__((may_alias));

#define f64_load(at, offset) (*(const Number *)(AT(at) + (offset)))
#define f64_store(at, value, offset) (*(Number *)(AT(at) + (offset)) = (value))
#define load_i32(at, offset) (*(const Int *)(AT(at) + (offset)))
#define load_u32(at, offset) (*(const Unsigned *)(AT(at) + (offset)))
#define store_i32(at, value, offset) (*(Int *)(AT(at) + (offset)) = (value))
#define memory_copy(to, from, bytes) memmove((void *)AT(to), (const void *)AT(from), (bytes))
#define memory_fill(to, byte, bytes) memset((void *)AT(to), (byte), (bytes))

#define k_isFinite(x) __builtin_isfinite(x)
#define k_min(a, b) ((a) < (b) ? (a) : (b))
#define select_f64(yes, no, condition) ((condition) ? (double)(yes) : (double)(no))
#define Math_abs(x) __builtin_fabs(x)
#define f64_abs(x) __builtin_fabs(x)
#define f64_sqrt(x) __builtin_sqrt(x)

static inline double Math_ceil(double x) {
  const double down = (double)(int64_t)x;
  return down < x ? down + 1 : down;
}

static inline uint64_t rotl_u64(uint64_t x, int by) { return x << by | x >> (64 - by); }

// Math.max and Math.min: NaN where one is, and 0 over −0
static inline double f64_max(double a, double b) {
  return a > b ? a : b > a ? b : a == b ? (signbit(a) ? b : a) : a + b;
}
static inline double f64_min(double a, double b) {
  return a < b ? a : b < a ? b : a == b ? (signbit(a) ? a : b) : a + b;
}

#define atomic_load_i32(at) __atomic_load_n((Int *)AT(at), __ATOMIC_SEQ_CST)
#define atomic_load_i64(at) __atomic_load_n((Long *)AT(at), __ATOMIC_SEQ_CST)
#define atomic_store_i32(at, value) __atomic_store_n((Int *)AT(at), (value), __ATOMIC_SEQ_CST)
#define atomic_store_i64(at, value) __atomic_store_n((Long *)AT(at), (value), __ATOMIC_SEQ_CST)
#define atomic_add_i32(at, value) __atomic_fetch_add((Int *)AT(at), (value), __ATOMIC_SEQ_CST)

static inline int64_t compare_exchange(Long *at, int64_t expected, int64_t value) {
  __atomic_compare_exchange_n(at, &expected, value, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
  return expected;
}
#define atomic_cmpxchg_i64(at, expected, value) compare_exchange((Long *)AT(at), (expected), (value))

/** A sleep of so many nanoseconds: those who wait are never woken before. */
static inline void nap(int64_t nanoseconds) {
#if defined(_WIN32)
  (void)nanoseconds;
#else
  const struct timespec time = {0, nanoseconds};
  nanosleep(&time, 0);
#endif
}
#define atomic_wait_i32(at, expected, nanoseconds) nap(nanoseconds)
