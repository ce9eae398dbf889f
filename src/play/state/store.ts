import { useEffect, useState } from 'preact/hooks';

/** A value that panels read and are drawn anew with. */
export class Store<State extends object> {
  private readonly listeners = new Set<() => void>();

  constructor(private state: State) {}

  get(): State {
    return this.state;
  }

  set(change: Partial<State>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener();
  }

  /** Calls `listener` after each change; returns what ends that. */
  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

/** A part of a store's state in a component, which is drawn anew when it changes. */
export function useStore<State extends object, Part>(
  store: Store<State>,
  part: (state: State) => Part,
): Part {
  const [value, setValue] = useState(() => part(store.get()));
  useEffect(() => {
    const update = () => setValue(() => part(store.get()));
    update();
    return store.listen(update);
  }, [store]);
  return value;
}
