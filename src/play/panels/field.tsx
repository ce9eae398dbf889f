import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

/** A control below its name. */
export const Field = ({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ComponentChildren;
}) => (
  <label class="field">
    <span>{label}</span>
    {children}
  </label>
);

/** A choice of names. */
export function Choice(props: {
  readonly label: string;
  readonly value: string;
  readonly options: readonly string[];
  readonly onChoose: (value: string) => void;
}) {
  const { label, value, options, onChoose } = props;
  const all = options.includes(value) ? options : [value, ...options];
  return (
    <Field label={label}>
      <select
        aria-label={label}
        value={value}
        onChange={({ currentTarget }) => onChoose(currentTarget.value)}
      >
        {all.map((option) => (
          <option key={option} value={option}>
            {option}
          </option>
        ))}
      </select>
    </Field>
  );
}

/** An input whose text is the person's until it is taken: on leaving the field or by Enter. A new picture leaves it. */
export function Draft({
  type,
  value,
  onTake,
  ...attributes
}: {
  readonly type: 'text' | 'number';
  readonly value: number | string;
  readonly onTake: (input: HTMLInputElement) => void;
  readonly placeholder?: string;
  readonly min?: number;
  readonly max?: number;
  readonly step?: number | 'any';
}) {
  const [draft, setDraft] = useState<string | null>(null);
  const shared = {
    ...attributes,
    value: draft ?? value,
    onInput: ({ currentTarget }: { readonly currentTarget: HTMLInputElement }) =>
      setDraft(currentTarget.value),
    onChange: ({ currentTarget }: { readonly currentTarget: HTMLInputElement }) => {
      onTake(currentTarget);
      setDraft(null);
    },
    onBlur: () => setDraft(null),
  };
  return type === 'number' ? (
    <input {...shared} type="number" inputMode="decimal" />
  ) : (
    <input {...shared} type="text" />
  );
}

/** A number, which is taken when it is whole: on leaving the field or by Enter. */
export function NumberField(props: {
  readonly label: string;
  readonly value: number | string;
  readonly min?: number;
  readonly max?: number;
  readonly step?: number | 'any';
  readonly onSet: (value: number) => void;
}) {
  const { label, value, onSet, step = 'any', ...limits } = props;
  return (
    <Field label={label}>
      <Draft
        type="number"
        step={step}
        {...limits}
        value={value}
        onTake={(input) => {
          if (input.value !== '' && input.valueAsNumber !== value) onSet(input.valueAsNumber);
        }}
      />
    </Field>
  );
}

/** A number by a slider, with its value beside the name. */
export function Slider(props: {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly show?: (value: number) => string;
  readonly onSet: (value: number) => void;
}) {
  const { label, value, min, max, step, show = String, onSet } = props;
  return (
    <Field label={`${label}: ${show(value)}`}>
      <input
        type="range"
        {...{ min, max, step, value }}
        aria-label={label}
        aria-valuetext={show(value)}
        onChange={({ currentTarget }) => onSet(currentTarget.valueAsNumber)}
      />
    </Field>
  );
}

/** Something that is so or not. */
export const Check = (props: {
  readonly label: string;
  readonly isChecked: boolean;
  readonly onChange: (isChecked: boolean) => void;
}) => (
  <label class="check">
    <input
      type="checkbox"
      checked={props.isChecked}
      onChange={({ currentTarget }) => props.onChange(currentTarget.checked)}
    />{' '}
    {props.label}
  </label>
);
