interface BoxesProps {
  readonly legend: string;
  readonly name: string;
  readonly choices: readonly { readonly value: string | number; readonly label: string }[];
  readonly ticked?: readonly (string | number)[];
}

/** A choice of several; a long one scrolls. */
export function Boxes({ legend, name, choices, ticked = [] }: BoxesProps) {
  return (
    <fieldset className="boxes">
      <legend>{legend}</legend>
      {choices.map(({ value, label }) => (
        <label key={value}>
          <input type="checkbox" name={name} value={value} defaultChecked={ticked.includes(value)} /> {label}
        </label>
      ))}
    </fieldset>
  );
}
