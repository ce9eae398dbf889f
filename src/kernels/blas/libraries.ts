/** Names of a platform's BLAS libraries, the fastest first, and how one is installed. */
export interface BlasLibraries {
  readonly libraries: readonly string[];
  readonly install: string;
}

// Reference BLAS (often libblas.so.3) is not among them: it is slower than the default backend.
const unix: BlasLibraries = {
  libraries: ['libopenblas.so.0', 'libopenblasp.so.0', 'libopenblas.so', 'libmkl_rt.so.2', 'libmkl_rt.so'],
  install:
    'apt install libopenblas0 (Debian, Ubuntu), dnf install openblas-threads (Fedora), pacman -S openblas (Arch), ' +
    'apk add openblas (Alpine)',
};

const darwin: BlasLibraries = {
  libraries: [
    '/System/Library/Frameworks/Accelerate.framework/Accelerate',
    '/opt/homebrew/opt/openblas/lib/libopenblas.dylib',
    '/usr/local/opt/openblas/lib/libopenblas.dylib',
  ],
  install: 'brew install openblas',
};

const win32: BlasLibraries = {
  libraries: ['libopenblas.dll', 'openblas.dll', 'mkl_rt.2.dll'],
  install:
    'put libopenblas.dll of https://github.com/OpenMathLib/OpenBLAS/releases into a directory of the PATH',
};

const others: Readonly<Record<string, BlasLibraries>> = { darwin, win32 };

/** The libraries of a platform by its name in `Platform` (src/platform). */
export const librariesOf = (name: string): BlasLibraries => others[name] ?? unix;
