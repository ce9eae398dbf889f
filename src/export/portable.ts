/** A function as JavaScript and as C, with the names of what it calls. */
export interface Portable {
  /** Empty where JavaScript has the function of itself. */
  readonly js: string;
  readonly c: string;
  readonly uses: readonly string[];
  /** Parameters, by their places, after which C is given the length of an array. */
  readonly lengths?: readonly number[];
}

/** A node of a formula's graph: an operation on nodes before it, by their indices; an input or a call has a name. */
export interface GraphNode {
  readonly op: string;
  readonly args: readonly number[];
  readonly name?: string;
  /** Value of a constant; a text where it is not finite. */
  readonly value?: number | string;
}

/** The name of a formula's loop by options. */
export type OptionChoice = (options: { readonly [name: string]: never }) => string;

/** Parameters of a formula's loop: vectors, a size (or rows and columns), then options as numbers. */
export interface PortableLoop {
  readonly operands: readonly string[];
  /** Whether it takes rows and columns in the place of a size. */
  readonly isByRow: boolean;
  /** Names of the options that it takes. */
  readonly numbers: readonly string[];
}
