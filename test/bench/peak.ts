import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Vectors of a tile of the native kernels, as options of the compiler. */
const vectors: Readonly<Record<string, readonly string[]>> = {
  avx2: ['-mavx2', '-mfma'],
  avx512: ['-mavx512f', '-mavx512dq', '-mavx512vl', '-mavx512bw', '-mprefer-vector-width=512'],
};

/**
 * GFLOP/s of peak.c on one core with the vectors of a tile: `separate`, each product and each sum rounded on its own,
 * and `fused`. Null without a C compiler, or for a tile without a peak of its own.
 */
export function peakOf(tile: string): { separate: number; fused: number } | null {
  if (!vectors[tile]) return null;
  const directory = mkdtempSync(join(tmpdir(), 'mlp-peak-'));
  const program = join(directory, 'peak');
  const measured = (contraction: 'off' | 'fast') => {
    const options = ['-O3', ...vectors[tile], `-ffp-contract=${contraction}`, '-Wno-unknown-pragmas'];
    execFileSync(process.env.CC ?? 'cc', [...options, '-o', program, 'test/bench/peak.c'], { stdio: 'pipe' });
    return Number(execFileSync(program, { encoding: 'utf8' }));
  };
  try {
    return { separate: measured('off'), fused: measured('fast') };
  } catch {
    return null;
  } finally {
    rmSync(directory, { recursive: true });
  }
}
