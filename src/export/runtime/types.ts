/** A whole number that counts or is an index: an int in C. */
export type Int = number;

/** Numbers that are read alone: const double * in C. */
export type Numbers = ArrayLike<number>;
