/** Content that `mlp play` puts into the page: JSON in the element `given`. */
export interface Given {
  /** Text of a config; the first state of the page where there is none. */
  readonly config?: string;
  /** Contents of files by the names that the config has for them, in base64. */
  readonly files?: Readonly<Record<string, string>>;
  /** Name of the one among them that a config is to be proposed for. */
  readonly propose?: string;
  /** Name of the one among them whose weights the network has at first. */
  readonly model?: string;
}
