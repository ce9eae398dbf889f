import { packColumns, packDoubled, packRows } from './pack';
import { tile, tile4x4 } from './tile';

// c[m, n] = initial + Σₚ a(i, p) b(p, j), `initial` and the strides as in tile.ts. Small products take both matrices as
// they lie, but for a b that lies in rows (affine's w), which is packed: into panels of 4 columns side by side. Large
// ones pack all, a block of K_BLOCK steps and N_BLOCK columns of b at a time, which stays in the second-level cache
// while a panel of it and one of a are in the first. A block of k is finished before the next is begun and goes on from
// what c holds, so that the order of each sum is that of kernels.ts.

const K_BLOCK: i32 = 256;
const N_BLOCK: i32 = 256;
const B_BYTES: usize = (K_BLOCK * N_BLOCK * 8) as usize;
const A_BYTES: usize = (K_BLOCK * 4 * 16) as usize;

let packedB: usize = 0;
let packedA: usize = 0;

/** Bytes that an instance needs for packed panels. */
export function scratchBytes(): usize {
  return B_BYTES + A_BYTES;
}

/** Sets the address of this instance's packed panels, 16-byte aligned. */
export function useScratch(address: usize): void {
  packedB = address;
  packedA = address + B_BYTES;
}

/** y[rows, outputs] = b + x wᵀ; b = 0: none */
export function affine(x: usize, w: usize, b: usize, y: usize, rows: i32, inputs: i32, outputs: i32): void {
  affineRows(x, inputs << 3, w, b, y, outputs << 3, rows, inputs, outputs);
}

/** The rows of x and y are xRow and yRow bytes apart. */
export function affineRows(
  x: usize, xRow: usize, w: usize, b: usize, y: usize, yRow: usize, rows: i32, inputs: i32, outputs: i32,
): void {
  const row: usize = inputs << 3;
  if (inputs == 0 || inputs > K_BLOCK || outputs > N_BLOCK || pays(rows, inputs, outputs)) {
    product(x, xRow, 8, w, row, true, b, 0, y, yRow, rows, inputs, outputs);
    return;
  }
  packBlock(w, row, true, 0, 0, inputs, outputs);
  direct(x, xRow, 8, packedB, 32, inputs << 5, b, 0, y, yRow, rows, inputs, outputs);
}

/** c[m, n] = a[m, k] b[k, n] */
export function matmul(a: usize, b: usize, c: usize, m: i32, k: i32, n: i32): void {
  multiplyRows(a, k << 3, 8, b, n << 3, c, n << 3, m, k, n);
}

/** c[m, n] = aᵀ b with m columns of a[k, aColumns] */
export function matmulTransposed(a: usize, b: usize, c: usize, m: i32, k: i32, n: i32, aColumns: i32): void {
  multiplyRows(a, 8, aColumns << 3, b, n << 3, c, n << 3, m, k, n);
}

/** The rows of b and c are bRow and cRow bytes apart. */
export function multiplyRows(
  a: usize, aRow: usize, aStep: usize,
  b: usize, bRow: usize,
  c: usize, cRow: usize,
  m: i32, k: i32, n: i32,
): void {
  if (pays(m, k, n)) product(a, aRow, aStep, b, bRow, false, 0, 0, c, cRow, m, k, n);
  else direct(a, aRow, aStep, b, bRow, 32, 0, 0, c, cRow, m, k, n);
}

/** Whether packing both matrices costs less than it gains: measured in test/bench. */
@inline function pays(m: i32, k: i32, n: i32): bool {
  return n >= 16 && m >= 8 && k >= 8;
}

/** Multiplies without packing: bNext is the distance from 4 columns of b to the next 4. */
function direct(
  a: usize, aRow: usize, aStep: usize,
  b: usize, bStep: usize, bNext: usize,
  initial: usize, initialRow: usize,
  c: usize, cRow: usize,
  m: i32, k: i32, n: i32,
): void {
  for (let i = m >> 2; i > 0; i--) {
    someRows(4, a, aRow, aStep, b, bStep, bNext, initial, initialRow, c, cRow, k, n);
    a += aRow << 2;
    c += cRow << 2;
    if (initial) initial += initialRow << 2;
  }
  lastRows(a, aRow, aStep, b, bStep, bNext, initial, initialRow, c, cRow, m & 3, k, n);
}

/** Multiplies the last one, two or three rows. */
function lastRows(
  a: usize, aRow: usize, aStep: usize,
  b: usize, bStep: usize, bNext: usize,
  initial: usize, initialRow: usize,
  c: usize, cRow: usize,
  m: i32, k: i32, n: i32,
): void {
  if (m & 2) {
    someRows(2, a, aRow, aStep, b, bStep, bNext, initial, initialRow, c, cRow, k, n);
    a += aRow << 1;
    c += cRow << 1;
    if (initial) initial += initialRow << 1;
  }
  if (m & 1) someRows(1, a, aRow, aStep, b, bStep, bNext, initial, initialRow, c, cRow, k, n);
}

@inline function someRows(
  rows: i32,
  a: usize, aRow: usize, aStep: usize,
  b: usize, bStep: usize, bNext: usize,
  initial: usize, initialRow: usize,
  c: usize, cRow: usize,
  k: i32, n: i32,
): void {
  for (let j = n >> 2; j > 0; j--) {
    tile(rows, 4, a, aRow, aStep, b, bStep, initial, initialRow, c, cRow, k);
    b += bNext;
    c += 32;
    if (initial) initial += 32;
  }
  const rest = n & 3;
  if (rest == 3) tile(rows, 3, a, aRow, aStep, b, bStep, initial, initialRow, c, cRow, k);
  else if (rest == 2) tile(rows, 2, a, aRow, aStep, b, bStep, initial, initialRow, c, cRow, k);
  else if (rest == 1) tile(rows, 1, a, aRow, aStep, b, bStep, initial, initialRow, c, cRow, k);
}

/** Multiplies packed and in blocks. `transposed`: b lies in rows (its columns contiguous), bRow apart. */
function product(
  a: usize, aRow: usize, aStep: usize,
  b: usize, bRow: usize, transposed: bool,
  initial: usize, initialRow: usize,
  c: usize, cRow: usize,
  m: i32, k: i32, n: i32,
): void {
  for (let jFrom = 0; jFrom < n; jFrom += N_BLOCK) {
    const columns = min(n - jFrom, N_BLOCK);
    const blockC = c + (jFrom << 3);
    let blockInitial: usize = initial ? initial + (jFrom << 3) : 0;
    let blockInitialRow = initialRow;
    let from = 0;
    do {
      const steps = min(k - from, K_BLOCK);
      packBlock(b, bRow, transposed, from, jFrom, steps, columns);
      block(a + (from as usize) * aStep, aRow, aStep, blockInitial, blockInitialRow, blockC, cRow, m, steps, columns);
      blockInitial = blockC;
      blockInitialRow = cRow;
      from += K_BLOCK;
    } while (from < k);
  }
}

function packBlock(b: usize, bRow: usize, transposed: bool, from: i32, jFrom: i32, steps: i32, columns: i32): void {
  const panelBytes: usize = steps << 5;
  let to = packedB;
  for (let j = 0; j < columns; j += 4) {
    const width = min(columns - j, 4);
    const column: usize = jFrom + j;
    if (transposed) packRows(b + column * bRow + (from << 3), bRow, width, steps, to);
    else packColumns(b + (from as usize) * bRow + (column << 3), bRow, width, steps, to);
    to += panelBytes;
  }
}

/** Multiplies one block of k and of columns, whose b is packed. */
function block(
  a: usize, aRow: usize, aStep: usize,
  initial: usize, initialRow: usize,
  c: usize, cRow: usize,
  m: i32, k: i32, n: i32,
): void {
  if (k > 0) {
    for (; m >= 4; m -= 4) {
      packDoubled(a, aRow, aStep, k, packedA);
      fourRows(initial, initialRow, c, cRow, k, n);
      a += aRow << 2;
      c += cRow << 2;
      if (initial) initial += initialRow << 2;
    }
    lastRows(a, aRow, aStep, packedB, 32, k << 5, initial, initialRow, c, cRow, m, k, n);
  } else direct(a, aRow, aStep, packedB, 32, 0, initial, initialRow, c, cRow, m, k, n);
}

function fourRows(initial: usize, initialRow: usize, c: usize, cRow: usize, k: i32, n: i32): void {
  let b = packedB;
  const panelBytes: usize = k << 5;
  for (let j = n >> 2; j > 0; j--) {
    tile4x4(packedA, b, initial, initialRow, c, cRow, k);
    b += panelBytes;
    c += 32;
    if (initial) initial += 32;
  }
  const rest = n & 3;
  if (rest == 3) tile(4, 3, packedA, 16, 64, b, 32, initial, initialRow, c, cRow, k);
  else if (rest == 2) tile(4, 2, packedA, 16, 64, b, 32, initial, initialRow, c, cRow, k);
  else if (rest == 1) tile(4, 1, packedA, 16, 64, b, 32, initial, initialRow, c, cRow, k);
}
