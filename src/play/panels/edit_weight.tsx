import type { App } from '../state/app.js';
import { useStore } from '../state/store.js';
import { NumberField } from './field.js';

/** An element of a tensor that a person has chosen. */
export interface Element {
  readonly tensor: string;
  readonly index: number;
  /** Name in words. */
  readonly label: string;
}

/** The value of a weight or bias, to be read and set. */
export function EditWeight({
  app,
  element,
  onClose,
}: {
  readonly app: App;
  readonly element: Element;
  readonly onClose: () => void;
}) {
  const { tensor, index, label } = element;
  const value = useStore(app.store, ({ frame }) => frame?.parts.weights?.[tensor]?.data[index]);
  if (value === undefined) return null;
  return (
    <div class="edit" role="group" aria-label={label}>
      <NumberField label={label} value={value} onSet={(next) => app.edit(tensor, index, next)} />
      <button type="button" onClick={onClose}>
        Close
      </button>
    </div>
  );
}
