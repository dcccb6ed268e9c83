import { changeQuery } from './route.ts';

/** A choice that stands in the address. */
export const Choice = ({
  name,
  param,
  value,
  options,
}: {
  readonly name: string;
  readonly param: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly text: string; readonly disabled?: boolean }[];
}) => (
  <label>
    {name}{' '}
    <select value={value} onChange={(event) => changeQuery({ [param]: event.currentTarget.value })}>
      {options.map((option) => (
        <option value={option.value} disabled={option.disabled ?? false}>
          {option.text}
        </option>
      ))}
    </select>
  </label>
);
