export type Environment = Readonly<Record<string, string>>;

export function openBlasEnvironment(python: string | null): {
  readonly type: string | undefined;
  readonly env: Environment;
};

export function fastestEnvironment(seconds: (env: Environment) => number): {
  readonly type: string | undefined;
  readonly env: Environment;
};
