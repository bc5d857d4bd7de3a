import type { ComponentChildren } from 'preact';

interface Props {
  caption: string;
  columns: readonly string[];
  /** the rows */
  children: ComponentChildren;
}

/** A table whose rows become cards on phones; with their roles said it stays a table for screen readers. */
export function Table({ caption, columns, children }: Props) {
  return (
    <table class="articles folding" role="table">
      <caption class="gone">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((name) => (
            <th key={name} scope="col" role="columnheader">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">{children}</tbody>
    </table>
  );
}
