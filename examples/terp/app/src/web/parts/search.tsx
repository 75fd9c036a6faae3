/** A box that narrows a list while one types. */
export function Search({ label, onSearch }: { readonly label: string; readonly onSearch: (text: string) => void }) {
  return (
    <input
      type="search"
      className="search"
      aria-label={label}
      placeholder={label}
      onChange={(change) => onSearch(change.target.value.trim())}
    />
  );
}
