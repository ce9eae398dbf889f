import type { Operation } from './operation.js';

/**
 * Value that flows through a network from operation to operation: [rows, columns]. Where an ensemble has members, each
 * row holds the columns of the first, then those of the second and so on: the same memory is [rows · members, columns /
 * members].
 */
export interface Value {
  readonly id: string;
  /** Columns of all members. */
  readonly columns: number;
  /** 1 where there is one network, and for what all members have in common, such as x. */
  readonly members: number;
}

/** Traits of a type of layer, whatever its options. */
export interface Traits {
  /** Whether it draws at random in training: no two passes are the same function. */
  readonly stochastic: boolean;
  /**
   * Whether in training the output of a row does not depend on the other rows of its batch. In evaluation none does.
   */
  readonly rowIndependent: boolean;
  /** Whether in evaluation y = x. */
  readonly identityAtInference: boolean;
}

/** An operation where it stands. */
export interface OperationNode {
  /** Name of the layer that it belongs to, as in the names of its tensors: `layers.1.layers.0`, `head`. */
  readonly name: string;
  readonly operation: Operation;
  readonly inputs: readonly Value[];
  readonly output: Value;
}

/** A layer of the config, by what it is made of. */
export interface LayerNode {
  readonly name: string;
  readonly type: string;
  /** Options of the layer, each filled in, without the layers that it contains. */
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Traits of the layer, with those of the layers in it. */
  readonly traits: Traits;
  readonly input: Value;
  readonly output: Value;
  /** Nodes in the order of the forward pass. */
  readonly children: readonly GraphNode[];
}

export type GraphNode = LayerNode | OperationNode;

/**
 * The end of a graph: the affine output a, [rows, members · outputs], then an activation and the mean over the members.
 * What is trained is the loss of each member, from a on; the loss of the mean is what is judged (head.ts).
 */
export interface GraphEnd {
  readonly a: Value;
  /** Activation; null for the identity. */
  readonly activate: Operation | null;
  /** Mean over the members; null where there is one. */
  readonly mean: Operation | null;
  /** Whether a has gone through the head's activation already, so that its loss has no fused form. */
  readonly isActivated?: boolean;
  /** Operations in the place of activation and mean where the outputs have a variance. */
  readonly gaussian?: GaussianEnd;
}

/** The end of a graph whose outputs are means of normal distributions that have a variance, too: see nn/gaussian. */
export interface GaussianEnd {
  /** Means and variances of each member, [rows, members · 2 outputs]. */
  readonly moments: Value;
  /** Means and variances of the mixture over the members, [rows, 2 outputs]. */
  readonly mixture: Value;
  /** Operations from a on, in the order of the forward pass; of an average a are the moments. */
  readonly nodes: readonly OperationNode[];
}

/** Whether an operation stands after a: it goes back with the loss, and not by itself. */
export const isInHead = ({ activate, mean, gaussian }: GraphEnd, operation: Operation): boolean =>
  operation === activate ||
  operation === mean ||
  (gaussian?.nodes ?? []).some((node) => node.operation === operation);

/** Graph of what a network computes, up to its loss. Whoever wants to know something of a network folds over it. */
export interface Graph {
  readonly inputs: readonly Value[];
  /** Layers in the order of the forward pass, the head last. */
  readonly layers: readonly LayerNode[];
  readonly output: Value;
  readonly end: GraphEnd;
}

/** Whether in training the output of a row does not depend on the other rows of its batch. */
export const isRowIndependent = ({ layers }: Graph): boolean =>
  layers.every(({ traits }) => traits.rowIndependent);

export const isLayer = (node: GraphNode): node is LayerNode => 'children' in node;

/** All operations in the order of the forward pass. */
export const operationsOf = (nodes: readonly GraphNode[]): OperationNode[] =>
  nodes.flatMap((node) => (isLayer(node) ? operationsOf(node.children) : [node]));

/** The operations of a layer that are not those of a layer within it. */
export const directOperations = ({ children }: LayerNode): OperationNode[] =>
  children.filter((node): node is OperationNode => !isLayer(node));

/** Whether an operation multiplies by a matrix of weights, so that its outputs are new combinations of all inputs. */
export const hasMatrix = ({ operation }: OperationNode): boolean => operation.multiplications !== undefined;

/** The name of a layer's own matrix of weights; null where it has none, or one for each member. */
export const matrixOf = (layer: LayerNode): string | null =>
  directOperations(layer)
    .filter(hasMatrix)
    .flatMap(({ operation: { tensors = {} } }) => tensors.weight ?? [])
    .find(({ shape }) => shape.length === 2)?.name ?? null;

/** The layers within layers, too, each before those in it. `index` is that of the outermost layer around it. */
export function allLayers({ layers }: Graph): { layer: LayerNode; index: number; inner: boolean }[] {
  const visit = (layer: LayerNode, index: number, inner: boolean): ReturnType<typeof allLayers> => [
    { layer, index, inner },
    ...layer.children.filter(isLayer).flatMap((child) => visit(child, index, true)),
  ];
  return layers.flatMap((layer, index) => visit(layer, index, false));
}
