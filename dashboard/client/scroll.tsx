import type { ComponentChildren } from 'preact';

type ScrollProps = {
  readonly label: string;
  readonly heads: readonly string[];
  readonly numbers?: readonly number[]; // columns of numbers
  readonly rows: ComponentChildren;
};

/** A table in a box of its own that scrolls where the window is narrow. */
export const Scroll = ({ label, heads, numbers = [], rows }: ScrollProps) => (
  <div class="scroll" tabIndex={0} role="region" aria-label={label}>
    <table>
      <thead>
        <tr>
          {heads.map((head, at) => (
            <th scope="col" class={numbers.includes(at) ? 'number' : ''}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{rows}</tbody>
    </table>
  </div>
);
