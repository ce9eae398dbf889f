// Until the accurate versions land: signatures only.
export const { exp, expm1, log, log1p, pow, tanh, sin, cos } = Math;
