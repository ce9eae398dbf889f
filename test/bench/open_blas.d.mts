export function openBlasEnvironment(python: string | null): {
  readonly type: string | undefined;
  readonly env: Readonly<Record<string, string>>;
};
