/** Why something did not work, read out at once. Nothing without an error. */
export function Message({ error }: { readonly error: Error | null }) {
  return error === null ? null : (
    <p className="message" role="alert">
      {error.message}
    </p>
  );
}
