import type { Kernels, Vector } from '../../kernels/index.js';
import type { Layout, Memory } from '../layout.js';
import type { OperationNode, Value } from './graph.js';
import { operationPass, type Pass } from './operation.js';
import { type Gradients, planGradients } from './plan_gradients.js';

/** An operation with the memory that it works on. */
interface Step {
  readonly node: OperationNode;
  readonly inputs: readonly Vector[];
  readonly y: Vector;
  readonly dy: Vector;
  readonly dInputs: readonly (Vector | null)[];
  /** Sums that are then added to gradients of inputs, in this order. */
  readonly sums: readonly {
    readonly to: Vector;
    readonly addend: Vector;
    readonly columns: number;
    readonly isFirst: boolean;
  }[];
}

/**
 * Runs operations one after the other, and back. Each value and its gradient have memory of their own, but for
 * gradients that are those of another value as they are.
 */
export class Execution {
  private readonly kernels: Kernels;
  private readonly values = new Map<string, Memory>();
  private readonly gradients: Gradients;
  private steps: readonly Step[] = [];

  /** Takes in `wanted` the inputs of the network whose gradient is asked for. */
  constructor(
    private readonly nodes: readonly OperationNode[],
    layout: Layout,
    inputs: readonly Value[],
    wanted: readonly Value[] = [],
  ) {
    this.kernels = layout.kernels;
    for (const { id, columns } of [...inputs, ...nodes.map(({ output }) => output)])
      this.values.set(id, layout.perRow(columns));
    this.gradients = planGradients(nodes, wanted, (columns) => layout.perRow(columns));
  }

  /** Binds the operations to their memory, when the layout has been allocated. */
  bind(): void {
    const { gradients } = this;
    this.steps = this.nodes.map((node, i) => ({
      node,
      inputs: node.inputs.map((input) => this.value(input).vector),
      y: this.value(node.output).vector,
      dy: gradients.of.get(node.output.id)!.vector,
      dInputs: gradients.written[i].map((memory) => memory?.vector ?? null),
      sums: gradients.sums[i].map(({ to, addend, ...sum }) => ({
        ...sum,
        to: to.vector,
        addend: addend.vector,
      })),
    }));
  }

  value({ id }: Value): Memory {
    return this.values.get(id)!;
  }

  /** Gradient of a value; null for an input whose gradient is not wanted. */
  gradient({ id }: Value): Memory | null {
    return this.gradients.of.get(id) ?? null;
  }

  /**
   * Computes all values from those of the inputs; or, with `from`, from the operation of that index on, where the
   * values before it are there.
   */
  forward(rows: number, pass: Pass, from = 0): void {
    const { steps, kernels } = this;
    const inHand = operationPass(pass, kernels);
    for (let i = from; i < steps.length; i++) {
      const { node, inputs, y } = steps[i];
      node.operation.forward(inputs, y, rows, inHand);
    }
  }

  /** Adds the terms of operations to the loss of each row, after `forward`. */
  addLosses(losses: Vector, rows: number): void {
    for (const { operation } of this.nodes) operation.loss?.add(losses, rows);
  }

  /**
   * Computes all gradients from that of the last value; `lossScale` is the weight of each row's loss in it, null where
   * it is the gradient of no loss.
   */
  backward(rows: number, pass: Pass, lossScale: Vector | null = null): void {
    const { steps, kernels } = this;
    const inHand = operationPass(pass, kernels, lossScale);
    for (let i = steps.length - 1; i >= 0; i--) {
      const { node, inputs, y, dy, dInputs, sums } = steps[i];
      if (!node.operation.passesGradient) node.operation.backward(inputs, y, dy, dInputs, rows, inHand);
      for (const { to, addend, columns, isFirst } of sums)
        if (isFirst) kernels.copy(addend, to, rows * columns);
        else kernels.add(to, addend, to, rows * columns);
    }
  }
}
