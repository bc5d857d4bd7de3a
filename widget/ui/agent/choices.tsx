import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

/** One of several things to choose from. */
export interface Option {
  value: string;
  name: string;
  /** what else to know of it */
  more?: string;
  /** it is shown, but cannot be chosen; `more` says why */
  barred?: boolean;
}

interface Props {
  title: string;
  options: readonly Option[];
  value: string;
  choose: (value: string) => void;
  test: string;
  /** the first one gets the cursor when the dialog opens */
  first?: boolean;
}

/** A group of radio buttons. Several groups may be one question: then each shows what is chosen in it. */
export function Choices({ title, options, value, choose, test, first }: Props) {
  const name = useId();
  const start = options.findIndex((option) => !option.barred);
  return (
    <fieldset class="choices">
      <legend>{title}</legend>
      {options.map((option, i) => (
        <label key={option.value} class="check">
          <input
            type="radio"
            name={name}
            autofocus={first === true && i === start}
            disabled={option.barred}
            checked={option.value === value}
            onChange={() => choose(option.value)}
            data-test={test}
            data-value={option.value}
          />
          <span dir="auto">{option.name}</span>
          {option.more && <span class="hint">{option.more}</span>}
        </label>
      ))}
    </fieldset>
  );
}

interface EndProps {
  cancel: string;
  onCancel: () => void;
  submit: string;
  test: string;
  children?: ComponentChildren;
}

/** The last line of a dialog: back, and go on. */
export function End({ cancel, onCancel, submit, test, children }: EndProps) {
  return (
    <div class="sheet-end">
      {children}
      <button type="button" class="quiet" onClick={onCancel} data-test={`${test}-cancel`}>
        {cancel}
      </button>
      <button type="submit" class="main" data-test={test}>
        {submit}
      </button>
    </div>
  );
}
