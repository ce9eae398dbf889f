import type { Vector } from '../kernels/index.js';
import type { Layout, Memory } from './layout.js';
import type { LossLoops } from './losses/loops.js';

/** Outputs of all members, [rows, members · columns]: of the affine map, and behind it. */
interface MemberOutputs {
  readonly a: Vector;
  readonly y: Vector;
}

/**
 * Losses that the members of an ensemble have by themselves, whose mean is what is trained: targets, weights and losses
 * of each row, and those of each member again. Of a single network they are its own.
 */
export class MemberLosses {
  readonly t: Memory;
  /** The weight of each row's loss in the gradient. */
  readonly scale: Memory;
  readonly rowLosses: Memory;
  private readonly each: Readonly<Record<'t' | 'scale' | 'losses', Memory>> | null;

  constructor(
    private readonly outputs: number,
    readonly members: number,
    private readonly layout: Layout,
  ) {
    this.t = layout.perRow(outputs);
    this.rowLosses = layout.perRow(1);
    this.scale = layout.perRow(1);
    const perMember = (columns: number) => layout.perRow(members * columns);
    this.each = members === 1 ? null : { t: perMember(outputs), scale: perMember(1), losses: perMember(1) };
  }

  /** Computes the loss of each row, the mean over the members. */
  forward(loops: LossLoops, { a, y }: MemberOutputs, rows: number): void {
    const { each, members, outputs, t, rowLosses } = this;
    if (!each) {
      loops.forward({ a, y, t: t.vector, losses: rowLosses.vector }, rows, outputs);
      return;
    }
    this.repeatTargets(rows);
    loops.forward({ a, y, t: each.t.vector, losses: each.losses.vector }, rows * members, outputs);
    this.layout.kernels.sumRepeats(each.losses.vector, rowLosses.vector, rows, 1, members, members);
  }

  /** Computes the gradient of Σ scaleᵢ ℓᵢ with respect to a, or, where the loops are not fused, to y. */
  backward(loops: LossLoops, { a, y }: MemberOutputs, gradient: Vector, rows: number): void {
    const { each, members, outputs } = this;
    if (each) {
      this.repeatTargets(rows);
      this.layout.kernels.repeat(this.scale.vector, each.scale.vector, rows, 1, members, members);
    }
    const { t, scale } = each ?? this;
    loops.backward({ a, y, t: t.vector, scale: scale.vector, gradient }, rows * members, outputs);
  }

  private repeatTargets(rows: number): void {
    const { each, layout, members, outputs, t } = this;
    layout.kernels.repeat(t.vector, each!.t.vector, rows, outputs, members, 1);
  }
}
