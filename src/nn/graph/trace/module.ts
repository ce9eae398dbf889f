/** A parameter or a running statistic of a module. */
export interface TracedTensor {
  /** Name of the tensor without the module's name: `weight`. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float64Array;
  /** ∂L/∂tensor; null where nothing asks for it: a frozen parameter, a running statistic. */
  readonly gradient: Float64Array | null;
}

/** Trace of one sample through one module, forward and backward. */
export interface TracedModule {
  /** Name of the module, as in the names of its tensors; a dense layer is two modules of one name. */
  readonly name: string;
  /** `affine`, an activation, a type of layer, a loss; a residual block begins with a `fork` and ends in a `sum`. */
  readonly kind: string;
  readonly input: Float64Array;
  /** Members of an ensemble that input and output have, side by side; undefined where each has one for all. */
  readonly members?: { readonly input: number; readonly output: number };
  readonly output: Float64Array;
  /** The global derivative that comes in, ∂L/∂output. */
  readonly incoming: Float64Array;
  /** The one that goes out, ∂L/∂input: for a sum, to each of its two inputs. */
  readonly outgoing: Float64Array;
  /** Derivatives that came into a fork on the path through the block, and on that around it; incoming is their sum. */
  readonly paths?: readonly [through: Float64Array, around: Float64Array];
  readonly tensors: readonly TracedTensor[];
}

/** Trace of one sample through a network and back. */
export interface Trace {
  /** Modules in the order of the forward pass; the last is the loss, whose output is L. */
  readonly modules: readonly TracedModule[];
  readonly target: Float64Array;
  /**
   * The head's activation and the loss go back in one piece: what goes out of the activation is exact, also where what
   * comes in is not.
   */
  readonly fused: boolean;
}

/** A module while it is being traced. */
export type Entry = { -readonly [Key in keyof TracedModule]: TracedModule[Key] };
