import type { Operation } from './operation.js';

/** Value that flows through a network from operation to operation: [rows, columns]. */
export interface Value {
  readonly id: string;
  readonly columns: number;
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

/** Graph of what a network computes, up to its loss. Whoever wants to know something of a network folds over it. */
export interface Graph {
  readonly inputs: readonly Value[];
  /** Layers in the order of the forward pass, the head last. */
  readonly layers: readonly LayerNode[];
  readonly output: Value;
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

/** Whether an operation has a matrix of weights, so that its outputs are new combinations of all inputs. */
export const hasMatrix = ({ operation: { tensors = {} } }: OperationNode): boolean =>
  Object.values(tensors).some(({ shape }) => shape.length === 2);

/** The name of a layer's own matrix of weights; null where it has none. */
export const matrixOf = (layer: LayerNode): string | null =>
  directOperations(layer)
    .flatMap(({ operation: { tensors = {} } }) => Object.values(tensors))
    .find(({ shape }) => shape.length === 2)?.name ?? null;

/** The layers within layers, too, each before those in it. `index` is that of the outermost layer around it. */
export function allLayers({ layers }: Graph): { layer: LayerNode; index: number; inner: boolean }[] {
  const visit = (layer: LayerNode, index: number, inner: boolean): ReturnType<typeof allLayers> => [
    { layer, index, inner },
    ...layer.children.filter(isLayer).flatMap((child) => visit(child, index, true)),
  ];
  return layers.flatMap((layer, index) => visit(layer, index, false));
}
