// A number of bytes in words, as the server says it: '512 B', '48 kB', '3.2 MB'.

export function sizeWords(count) {
  if (count < 1000) return `${count} B`;
  if (count < 1_000_000) return `${Math.round(count / 1000)} kB`;
  return `${(count / 1_000_000).toFixed(1)} MB`;
}
