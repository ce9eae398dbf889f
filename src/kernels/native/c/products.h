// Products of matrices: c[m, n] = initial + Σₚ a(i, p) b(p, j), each sum in registers from p = 0 on, each product and
// each sum rounded on its own, so that tiles of any size give the same bits. b is taken as it lies where it is small and
// its columns lie side by side, and else packed: a block of K_BLOCK steps and N_BLOCK columns of it stays in the
// second-level cache, a panel in the first (Goto and van de Geijn 2008). a is packed, by M_BLOCK rows, only where its
// lines would push each other out: else that costs more than it gains (test/bench/NOTES.md).
// A block of k goes on from what c holds.
//
// a(i, p) is at a + i·aRow + p·aStep, row p of b at b + p·bStep, row i of c at c.at + i·c.row; `initial` is like c, or
// at 0 for zeros. All in bytes.

#if LANES == 8
#define MR 8
#define VECTORS 3
#else
#define MR 4
#define VECTORS 2
#endif
#define NR (VECTORS * LANES)
#define K_BLOCK 256
#define M_BLOCK 256
#define N_BLOCK (10 * NR)

/** Panels of this thread, which has them until the process ends, once it has packed anything. */
static __thread double *packed_a = 0, *packed_b = 0;

static inline void need_panels(void) {
  if (packed_b != 0) return;
  char *bytes = malloc(64 + sizeof(double) * K_BLOCK * (M_BLOCK + N_BLOCK));
  if (bytes == 0) abort();
  packed_a = (double *)(((uintptr_t)bytes + 63) & ~(uintptr_t)63);
  packed_b = packed_a + K_BLOCK * M_BLOCK;
}

// sums stay in registers where loops over them are gone
#if defined(__clang__)
#define UNROLL _Pragma("clang loop unroll(full)")
#else
#define UNROLL _Pragma("GCC unroll 8")
#endif

#define ALWAYS static inline __attribute__((always_inline))

typedef struct {
  uintptr_t at;
  uintptr_t row;
} Rows;

ALWAYS V load_columns(int isPartial, int32_t n, uintptr_t at) {
  return isPartial ? FN(take)(n, at) : FN(v128_load)(at, 0);
}

/**
 * A tile of `rows` ≤ 8 by `vectors` ≤ 3, both constants. `left`: the columns of the last vector; `isPadded`: b has
 * more there, up to all lanes.
 */
ALWAYS void tile(
    const int rows, const int vectors, const int isPartial, const int isPadded, int32_t left, uintptr_t a,
    uintptr_t aRow, uintptr_t aStep, uintptr_t b, uintptr_t bStep, Rows initial, Rows c, int32_t k) {
  V s[8][3];
  UNROLL
  for (int i = 0; i < rows; i++)
    UNROLL
    for (int j = 0; j < vectors; j++) {
      const uintptr_t at = initial.at + i * initial.row + 8 * LANES * j;
      s[i][j] = initial.at == 0 ? FN(all)(0) : load_columns(isPartial && j == vectors - 1, left, at);
    }
  // rows by two addresses and two distances, as there are not registers for eight addresses
  const uintptr_t aRow3 = 3 * aRow;
  uintptr_t upper = a, lower = a + 4 * aRow;
  for (; k > 0; k--, upper += aStep, lower += aStep, b += bStep) {
    V row[3];
    UNROLL
    for (int j = 0; j < vectors; j++)
      row[j] = load_columns(isPartial && !isPadded && j == vectors - 1, left, b + 8 * LANES * j);
  UNROLL
    for (int i = 0; i < rows; i++) {
      const uintptr_t from = i < 4 ? upper : lower;
      const uintptr_t distance = (i & 3) == 0 ? 0 : (i & 3) == 1 ? aRow : (i & 3) == 2 ? 2 * aRow : aRow3;
      const V factor = FN(all)(f64_load(from + distance, 0));
    UNROLL
      for (int j = 0; j < vectors; j++) s[i][j] = s[i][j] + factor * row[j];
    }
  }
  UNROLL
  for (int i = 0; i < rows; i++)
    UNROLL
    for (int j = 0; j < vectors; j++) {
      const uintptr_t at = c.at + i * c.row + 8 * LANES * j;
      if (isPartial && j == vectors - 1) FN(put)(left, at, s[i][j]);
      else FN(v128_store)(at, s[i][j], 0);
    }
}

ALWAYS Rows moved(Rows rows, uintptr_t bytes) { return (Rows){rows.at == 0 ? 0 : rows.at + bytes, rows.row}; }

/** Some rows (a constant) of all columns: panels of b are bNext bytes apart. */
ALWAYS void some_rows(
    const int rows, const int isPadded, uintptr_t a, uintptr_t aRow, uintptr_t aStep, uintptr_t b, uintptr_t bStep,
    uintptr_t bNext, Rows initial, Rows c, int32_t k, int32_t n) {
  for (; n >= NR; n -= NR, b += bNext, initial = moved(initial, 8 * NR), c.at += 8 * NR)
    tile(rows, VECTORS, 0, 1, 0, a, aRow, aStep, b, bStep, initial, c, k);
#define LAST(vectors) \
  if (n == (vectors) * LANES) tile(rows, vectors, 0, 1, 0, a, aRow, aStep, b, bStep, initial, c, k); \
  else tile(rows, vectors, 1, isPadded, n - ((vectors)-1) * LANES, a, aRow, aStep, b, bStep, initial, c, k)
  if (n == 0) return;
  if (n <= LANES) { LAST(1); }
  else if (n <= 2 * LANES || VECTORS == 2) { LAST(2); }
  else { LAST(3); }
#undef LAST
}

ALWAYS void all_rows(
    const int isPadded, uintptr_t a, uintptr_t aRow, uintptr_t aStep, uintptr_t b, uintptr_t bStep, uintptr_t bNext,
    Rows initial, Rows c, int32_t m, int32_t k, int32_t n) {
#define SOME(rows) \
  some_rows(rows, isPadded, a, aRow, aStep, b, bStep, bNext, initial, c, k, n); \
  a += (rows)*aRow; \
  c.at += (rows)*c.row; \
  initial = moved(initial, (rows)*initial.row)
  for (; m >= MR; m -= MR) { SOME(MR); }
  if (MR > 4 && (m & 4)) { SOME(4); }
  if (m & 2) { SOME(2); }
  if (m & 1) { SOME(1); }
#undef SOME
}

/** Multiplies by b as it lies, or by panels of it, which are filled up. */
static __attribute__((noinline)) void in_place(
    uintptr_t a, uintptr_t aRow, uintptr_t aStep, uintptr_t b, uintptr_t bStep, Rows initial, Rows c, int32_t m,
    int32_t k, int32_t n) {
  all_rows(0, a, aRow, aStep, b, bStep, 8 * NR, initial, c, m, k, n);
}
static __attribute__((noinline)) void by_panels(
    uintptr_t a, uintptr_t aRow, uintptr_t aStep, Rows initial, Rows c, int32_t m, int32_t k, int32_t n) {
  all_rows(1, a, aRow, aStep, (uintptr_t)packed_b, 8 * NR, (uintptr_t)(8 * NR) * k, initial, c, m, k, n);
}

#if LANES == 8
#define STAGES \
  STAGE(1, 0, 8, 2, 10, 4, 12, 6, 14) STAGE(2, 0, 1, 8, 9, 4, 5, 12, 13) STAGE(4, 0, 1, 2, 3, 8, 9, 10, 11)
#define STAGE(step, a, b, c, d, e, f, g, h) \
  for (int i = 0; i < 8; i++) \
    if (!(i & step)) { \
      const V upper = __builtin_shufflevector(v[i], v[i + step], a, b, c, d, e, f, g, h); \
      v[i + step] = __builtin_shufflevector( \
          v[i], v[i + step], a + step, b + step, c + step, d + step, e + step, f + step, g + step, h + step); \
      v[i] = upper; \
    }
#elif LANES == 4
#define STAGES STAGE(1, 0, 4, 2, 6) STAGE(2, 0, 1, 4, 5)
#define STAGE(step, a, b, c, d) \
  for (int i = 0; i < 4; i++) \
    if (!(i & step)) { \
      const V upper = __builtin_shufflevector(v[i], v[i + step], a, b, c, d); \
      v[i + step] = __builtin_shufflevector(v[i], v[i + step], a + step, b + step, c + step, d + step); \
      v[i] = upper; \
    }
#else
#define STAGES \
  const V upper = {v[0][0], v[1][0]}; \
  v[1] = (V){v[0][1], v[1][1]}; \
  v[0] = upper;
#endif

/** Packs `count` ≤ LANES rows, `row` bytes apart, as columns of a panel whose rows are `next` numbers apart. */
ALWAYS void pack_rows(uintptr_t from, uintptr_t row, const int count, int32_t steps, double *to, int32_t next) {
  int32_t p = 0;
  if (count == LANES)
    for (; p + LANES <= steps; p += LANES) {
      V v[LANES];
      for (int i = 0; i < LANES; i++) v[i] = FN(v128_load)(from + i * row + 8 * (uintptr_t)p, 0);
      STAGES
      for (int i = 0; i < LANES; i++) FN(v128_store)((uintptr_t)(to + next * (p + i)), v[i], 0);
    }
  for (; p < steps; p++)
    for (int i = 0; i < count; i++) to[next * p + i] = f64_load(from + i * row, 8 * (uintptr_t)p);
}

/**
 * Packs steps × columns of b into panels of NR columns; `isTransposed`: b lies in rows, each a column of it. The last
 * vector is filled up with zeros: of whatever lies there, subnormal numbers would multiply a hundred times as slowly.
 */
static void pack_b(uintptr_t b, uintptr_t bRow, int isTransposed, int32_t steps, int32_t columns) {
  need_panels();
  double *to = packed_b;
  for (int32_t j = 0; j < columns; j += NR, to += (intptr_t)NR * steps) {
    const int32_t width = k_min(columns - j, NR);
    if (isTransposed) {
      int32_t q = 0;
      for (; q + LANES <= width; q += LANES) pack_rows(b + (uintptr_t)(j + q) * bRow, bRow, LANES, steps, to + q, NR);
      for (; q < width; q++) pack_rows(b + (uintptr_t)(j + q) * bRow, bRow, 1, steps, to + q, NR);
      for (; q % LANES != 0; q++)
        for (int32_t p = 0; p < steps; p++) to[NR * p + q] = 0;
      continue;
    }
    uintptr_t from = b + 8 * (uintptr_t)j;
    if (width == NR)
      for (int32_t p = 0; p < steps; p++, from += bRow)
        for (int q = 0; q < VECTORS; q++)
          FN(v128_store)((uintptr_t)(to + NR * p + LANES * q), FN(v128_load)(from, 8 * LANES * q), 0);
    else
      for (int32_t p = 0; p < steps; p++, from += bRow)
        for (int32_t q = 0; q < width; q += LANES)
          FN(v128_store)((uintptr_t)(to + NR * p + q), FN(take)(width - q, from + 8 * (uintptr_t)q), 0);
  }
}

/** Packs rows of a, whose number is a multiple of MR, into panels of MR. */
static void pack_a(uintptr_t a, uintptr_t aRow, uintptr_t aStep, int32_t rows, int32_t steps) {
  double *to = packed_a;
  for (int32_t i = 0; i < rows; i += MR, to += MR * (intptr_t)steps, a += MR * aRow) {
    if (aStep == 8)
      for (int r = 0; r < MR; r += LANES) pack_rows(a + r * aRow, aRow, LANES, steps, to + r, MR);
    else
      // aᵀ: rows side by side
      for (int32_t p = 0; p < steps; p++)
        for (int r = 0; r < MR; r += LANES)
          FN(v128_store)((uintptr_t)(to + MR * p + r), FN(v128_load)(a + (uintptr_t)p * aStep, 8 * r), 0);
  }
}

/**
 * Whether a is packed, too: where its rows, or for aᵀ its columns whose lines serve more than one tile, fall into the
 * same set of the first-level cache, which else has them as they are.
 */
static inline int packs_a(uintptr_t aRow, uintptr_t aStep, int32_t m, int32_t k, int32_t n) {
  const int isTransposed = aStep != 8;
  const int collides = (isTransposed ? aStep : aRow) % 4096 == 0 && !(isTransposed && LANES == 8);
  return collides && m >= 4 * MR && n >= 2 * LANES && k >= 16;
}

/** A block of k and of columns, whose b is packed, by packed panels of a. */
static void block(
    uintptr_t a, uintptr_t aRow, uintptr_t aStep, Rows initial, Rows c, int32_t m, int32_t k, int32_t n) {
  while (m >= MR) {
    const int32_t rows = k_min(m - m % MR, M_BLOCK);
    pack_a(a, aRow, aStep, rows, k);
    uintptr_t b = (uintptr_t)packed_b;
    Rows columns = c, first = initial;
    for (int32_t j = 0; j < n; j += NR, b += (uintptr_t)(8 * NR) * k) {
      Rows to = columns, from = first;
      for (int32_t i = 0; i < rows; i += MR) {
        const uintptr_t panel = (uintptr_t)packed_a + (uintptr_t)i * 8 * k;
        some_rows(MR, 1, panel, 8, 8 * MR, b, 8 * NR, 0, from, to, k, k_min(n - j, NR));
        to.at += MR * to.row;
        from = moved(from, MR * from.row);
      }
      columns.at += 8 * NR;
      first = moved(first, 8 * NR);
    }
    a += (uintptr_t)rows * aRow;
    c.at += (uintptr_t)rows * c.row;
    initial = moved(initial, (uintptr_t)rows * initial.row);
    m -= rows;
  }
  if (m > 0) by_panels(a, aRow, aStep, initial, c, m, k, n);
}

/** Packs b, and a where that pays, in blocks. */
static void in_blocks(
    uintptr_t a, uintptr_t aRow, uintptr_t aStep, uintptr_t b, uintptr_t bRow, int isTransposed, Rows initial, Rows c,
    int32_t m, int32_t k, int32_t n) {
  for (int32_t jFrom = 0; jFrom < n; jFrom += N_BLOCK) {
    const int32_t columns = k_min(n - jFrom, N_BLOCK);
    const Rows to = moved(c, 8 * (uintptr_t)jFrom);
    Rows from = moved(initial, 8 * (uintptr_t)jFrom);
    int32_t p = 0;
    do {
      const int32_t steps = k_min(k - p, K_BLOCK);
      const uintptr_t corner = isTransposed ? b + (uintptr_t)jFrom * bRow + 8 * (uintptr_t)p
                                            : b + (uintptr_t)p * bRow + 8 * (uintptr_t)jFrom;
      pack_b(corner, bRow, isTransposed, steps, columns);
      const uintptr_t left = a + (uintptr_t)p * aStep;
      if (packs_a(aRow, aStep, m, steps, columns)) block(left, aRow, aStep, from, to, m, steps, columns);
      else by_panels(left, aRow, aStep, from, to, m, steps, columns);
      from = to;
      p += K_BLOCK;
    } while (p < k);
  }
}

/** The rows of x and y are xRow and yRow bytes apart; b = 0: none. */
static void k_affineRows(
    uintptr_t x, uintptr_t xRow, uintptr_t w, uintptr_t b, uintptr_t y, uintptr_t yRow, int32_t rows, int32_t inputs,
    int32_t outputs) {
  in_blocks(x, xRow, 8, w, 8 * (uintptr_t)inputs, 1, (Rows){b, 0}, (Rows){y, yRow}, rows, inputs, outputs);
}

/** Numbers of b that the second-level cache holds beside all else, so that it is taken as it lies. */
#define IN_PLACE 32768

/** The rows of b and c are bRow and cRow bytes apart. */
static void k_multiplyRows(
    uintptr_t a, uintptr_t aRow, uintptr_t aStep, uintptr_t b, uintptr_t bRow, uintptr_t c, uintptr_t cRow,
    int32_t m, int32_t k, int32_t n) {
  const Rows to = {c, cRow}, initial = {0, 0};
  const int isWhole = LANES == 8 || n % LANES == 0;
  const int isSmall = m < 4 * MR || (int64_t)k * n <= IN_PLACE;
  if (isWhole && isSmall && !packs_a(aRow, aStep, m, k, n)) in_place(a, aRow, aStep, b, bRow, initial, to, m, k, n);
  else in_blocks(a, aRow, aStep, b, bRow, 0, initial, to, m, k, n);
}

/** y[rows, outputs] = b + x wᵀ; b = 0: none */
static void k_affine(
    uintptr_t x, uintptr_t w, uintptr_t b, uintptr_t y, int32_t rows, int32_t inputs, int32_t outputs) {
  k_affineRows(x, 8 * (uintptr_t)inputs, w, b, y, 8 * (uintptr_t)outputs, rows, inputs, outputs);
}

/** c[m, n] = a[m, k] b[k, n] */
static void k_matmul(uintptr_t a, uintptr_t b, uintptr_t c, int32_t m, int32_t k, int32_t n) {
  const uintptr_t row = 8 * (uintptr_t)n;
  k_multiplyRows(a, 8 * (uintptr_t)k, 8, b, row, c, row, m, k, n);
}

/** c[m, n] = aᵀ b with m columns of a[k, aColumns] */
static void k_matmulTransposed(
    uintptr_t a, uintptr_t b, uintptr_t c, int32_t m, int32_t k, int32_t n, int32_t aColumns) {
  const uintptr_t row = 8 * (uintptr_t)n;
  k_multiplyRows(a, 8, 8 * (uintptr_t)aColumns, b, row, c, row, m, k, n);
}
