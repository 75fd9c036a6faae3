/** Grey bars where content is about to be. */
export function Skeleton() {
  return (
    <div className="skeleton" role="status">
      <span className="visually-hidden">Loading</span>
      <div />
      <div />
      <div />
    </div>
  );
}
