// What a form holds as plain words: files stay where they are until the form itself is sent.

export function words(form) {
  const values = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string") values.append(name, value);
  }
  return values;
}
