// The most that one core computes: as many vectors as registers hold, each multiplied and added to over and over, by
// numbers that the first-level cache holds, as in the innermost loop of a product of matrices. Compiled for the widest
// vectors of the machine, once with each product and each sum rounded on its own (-ffp-contract=off) and once fused
// (=fast).
// Prints GFLOP/s, the best of several runs.
#include <stdio.h>
#include <time.h>

#if defined(__AVX512F__)
#define LANES 8
#define ROWS 8
#define VECTORS 3
#elif defined(__AVX__)
#define LANES 4
#define ROWS 5
#define VECTORS 2
#else
#define LANES 2
#define ROWS 4
#define VECTORS 2
#endif
#define STEPS 64

typedef double V __attribute__((vector_size(8 * LANES)));

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec + 1e-9 * now.tv_nsec;
}

static __attribute__((noinline)) void run(const double *factors, const V *row, V *sums, long repeats) {
  V s[ROWS][VECTORS];
  V r[VECTORS];
  for (int j = 0; j < VECTORS; j++) r[j] = row[j];
#define EACH \
  _Pragma("GCC unroll 8") for (int i = 0; i < ROWS; i++) \
  _Pragma("GCC unroll 8") for (int j = 0; j < VECTORS; j++)
  EACH s[i][j] = sums[i * VECTORS + j];
  for (long n = 0; n < repeats; n++)
    for (const double *p = factors; p < factors + STEPS * ROWS; p += ROWS)
      EACH s[i][j] = s[i][j] + p[i] * r[j];
  EACH sums[i * VECTORS + j] = s[i][j];
}

int main(int count, char **arguments) {
  static double factors[STEPS * ROWS];
  static V row[VECTORS], sums[ROWS * VECTORS];
  (void)arguments;
  // numbers that the compiler cannot know: else it multiplies once, outside of the loop
  for (int i = 0; i < STEPS * ROWS; i++) factors[i] = count + i;
  for (int j = 0; j < VECTORS; j++) row[j] += count + j;
  const long repeats = 40000;
  double best = 1e9;
  for (int trial = 0; trial < 10; trial++) {
    const double from = seconds();
    run(factors, row, sums, repeats);
    const double took = seconds() - from;
    if (took < best) best = took;
  }
  printf("%.1f\n", 2.0 * repeats * STEPS * ROWS * VECTORS * LANES / best / 1e9 + 0 * sums[0][0]);
}
