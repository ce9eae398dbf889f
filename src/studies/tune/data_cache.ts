/** Values that are kept; where what is asked for varies, the one that was used last goes first. */
const MOST = 4;

/** Data that were read or prepared before, by a key. */
export class DataCache<T> {
  private readonly kept = new Map<string, Promise<T>>();

  get(key: string, load: () => Promise<T>): Promise<T> {
    const value = this.kept.get(key) ?? load();
    this.kept.delete(key);
    this.kept.set(key, value);
    if (this.kept.size > MOST) this.kept.delete(this.kept.keys().next().value!);
    return value;
  }
}
