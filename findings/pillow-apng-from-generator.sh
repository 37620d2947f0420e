#!/usr/bin/env bash
# Guess: `save(..., save_all=True, append_images=<generator>)` writes all frames, whatever the format.
# What is so (Pillow 13.0.0): GIF and WebP do; PNG reads the generator once to look at the modes, finds it empty
# when it writes, and saves a still picture without a word. A list works for all three.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check pillow==13.0.0
"$folder/venv/bin/python" - <<'PYTHON'
import io
import PIL
from PIL import Image

frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "green", "blue")]


def kept(kind: str, more: object) -> int:
    out = io.BytesIO()
    frames[0].save(out, kind, save_all=True, append_images=more, duration=100)
    return getattr(Image.open(out), "n_frames", 1)


seen = {kind: (kept(kind, iter(frames[1:])), kept(kind, frames[1:])) for kind in ("GIF", "WEBP", "PNG")}
print("Pillow", PIL.__version__, "frames kept (generator, list):", seen)
assert seen == {"GIF": (3, 3), "WEBP": (3, 3), "PNG": (1, 3)}, "this has changed"
PYTHON
