import { execFileSync } from 'node:child_process';

/** Kernels of OpenBLAS to try: what it takes by itself, and those for AVX2 and for AVX-512. */
const coreTypes = [undefined, 'Haswell', 'SkylakeX'];

/** Seconds of products of matrices in NumPy, the best of many. */
const products = `
import numpy, time
a = numpy.ones((384, 384))
def seconds():
    start = time.perf_counter()
    a @ a
    return time.perf_counter() - start
print(min(seconds() for _ in range(40)))
`;

/** The environment in which NumPy multiplies fastest on this machine; without NumPy, that without any variable. */
export function openBlasEnvironment(python) {
  return fastestEnvironment((env) => {
    if (!python) return Number.POSITIVE_INFINITY;
    return Number(execFileSync(python, ['-c', products], { env, encoding: 'utf8', stdio: 'pipe' }));
  });
}

/**
 * The environment with the kernels of OpenBLAS that are fastest on this machine, by the seconds that products take in
 * it. One that is older than the processor takes kernels for processors without AVX, at a seventh of the speed; and so
 * does one that a variable tells to.
 */
export function fastestEnvironment(seconds) {
  const { OPENBLAS_CORETYPE: _, OPENBLAS_L2_SIZE: __, ...environment } = process.env;
  const tried = coreTypes.map((type) => {
    const env = { ...environment, ...(type && { OPENBLAS_CORETYPE: type }) };
    return { type, env, seconds: timed(seconds, env) };
  });
  const [usual] = tried;
  const best = tried.toSorted((a, b) => a.seconds - b.seconds)[0];
  // what it takes by itself where another gains little: that is noise
  return usual.seconds < 1.2 * best.seconds ? usual : best;
}

/** Infinity where there is no such library, or the processor cannot run the kernels. */
function timed(seconds, env) {
  try {
    return seconds({ ...env, OPENBLAS_NUM_THREADS: '1' });
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
