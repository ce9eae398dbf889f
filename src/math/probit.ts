import { log } from './log.js';

// Wichura, Algorithm AS 241, Applied Statistics 37 (1988), PPND16: quotients of polynomials of degree 7, in (p − ½)²
// for p within 0.425 of ½, else in r = √(−log p) of the smaller of p and 1 − p, one up to r = 5 and one above.

/** Coefficients of a quotient, from the constant term on. */
interface Quotient {
  readonly over: readonly number[];
  readonly under: readonly number[];
}

const central: Quotient = {
  over: [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987,
    67265.7709270087, 33430.57558358813, 2509.0809287301227,
  ],
  under: [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
    28729.085735721943, 5226.495278852854,
  ],
};
const near: Quotient = {
  over: [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
    0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
  ],
  under: [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
    0.0005475938084995345, 1.0507500716444169e-9,
  ],
};
const far: Quotient = {
  over: [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
    0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
  ],
  under: [
    1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133,
    1.8463183175100548e-5, 1.421511758316446e-7, 2.0442631033899397e-15,
  ],
};

/**
 * The quantile function of the standard normal distribution, Φ⁻¹(p): −Infinity at 0, Infinity at 1, NaN outside. Odd
 * about ½. Measured error: below 3.5 ulp.
 */
export function probit(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return q * quotient(central, 0.180625 - q * q);
  const tail = q < 0 ? p : 1 - p;
  if (!(tail > 0)) return tail === 0 ? q / 0 : Number.NaN;
  const r = Math.sqrt(-log(tail));
  const magnitude = r <= 5 ? quotient(near, r - 1.6) : quotient(far, r - 5);
  return q < 0 ? -magnitude : magnitude;
}

const quotient = ({ over, under }: Quotient, r: number): number => polynomial(over, r) / polynomial(under, r);

/** Value of a polynomial of degree 7 by Horner's rule. */
const polynomial = (c: readonly number[], r: number): number =>
  ((((((c[7] * r + c[6]) * r + c[5]) * r + c[4]) * r + c[3]) * r + c[2]) * r + c[1]) * r + c[0];
