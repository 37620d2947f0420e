// The organisation's look, painted anew while one chooses: the colour, and the logo from the reader's own disk.

const FULL = 0.1; // the chroma of a lively accent, as portal/ground/colour.py has it

export default function brand(root) {
  const own = root.querySelector("[name=own]");
  const picker = root.querySelector("[data-picker]");
  const file = root.querySelector("[type=file]");
  const remove = root.querySelector("[name=no_logo]");
  const logos = root.querySelectorAll(".brand__logo");
  const saved = logos[0].getAttribute("src");
  let url = null;

  picker.hidden = false;
  picker.addEventListener("input", () => {
    own.value = picker.value.toUpperCase();
    paint();
  });
  root.addEventListener("input", paint);
  root.addEventListener("change", (event) => {
    if (event.target === file || event.target === remove) show();
    paint();
  });

  function show() {
    if (url) URL.revokeObjectURL(url);
    const picture = file.files[0]?.type.startsWith("image/") ? file.files[0] : null;
    url = picture ? URL.createObjectURL(picture) : null;
    const source = url ?? (remove?.checked ? "" : saved);
    for (const logo of logos) {
      logo.hidden = !source;
      if (source) logo.src = source;
      else logo.removeAttribute("src");
    }
  }

  function paint() {
    const chosen = root.querySelector("[name=colour]:checked")?.value;
    const hex = whole(own.value);
    if (hex) picker.value = hex;
    const colour = chosen === "own" ? hex && oklch(hex) : { hue: Number(chosen), tint: 1 };
    if (!colour) return;
    for (const page of root.querySelectorAll(".brand__page")) {
      const { light, chroma } = page.dataset;
      const fill = `oklch(${light} ${chroma * colour.tint} ${colour.hue})`;
      page.querySelectorAll(".brand__paint").forEach((part) => part.setAttribute("fill", fill));
    }
  }
}

function whole(text) {
  const digits = text.trim().replace(/^#/, "").toLowerCase();
  if (/^[0-9a-f]{6}$/.test(digits)) return `#${digits}`;
  return /^[0-9a-f]{3}$/.test(digits) ? `#${digits.replace(/./g, "$&$&")}` : null;
}

function oklch(hex) {
  const [r, g, b] = [1, 3, 5].map((n) => {
    const part = parseInt(hex.slice(n, n + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  const long = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const medium = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const short = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const x = 1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short;
  const y = 0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short;
  return { hue: (Math.atan2(y, x) * 180) / Math.PI, tint: Math.min(1, Math.hypot(x, y) / FULL) };
}
