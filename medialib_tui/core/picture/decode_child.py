"""Run as a program: an untrusted picture on stdin becomes a small one in plain RGB on stdout.

The process is thrown away afterwards. It imports nothing of the product, may open no file for
writing, and dies of its own limits where a picture asks for too much.
"""

from __future__ import annotations

import resource
import sys
import warnings
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
MOST_PIXELS = 100_000_000
MOST_BYTES = 50_000_000
_MEMORY = 1_200_000_000
_SECONDS = 8
_PAPER = (255, 255, 255)


def main(width: int, height: int) -> int:
    """Answer `ok WIDTH HEIGHT FORMAT WIDTH HEIGHT` and the pixels, or `no REASON`.

    A damaged picture ends the process with an error and no answer.
    """
    confine()
    data = sys.stdin.buffer.read(MOST_BYTES + 1)
    try:
        answer = draw(data, width, height)
    except (Image.DecompressionBombError, MemoryError):
        answer = b"no too-large\n"
    except UnidentifiedImageError:
        answer = b"no unknown\n"
    sys.stdout.buffer.write(answer)
    return 0


def confine() -> None:
    """Take away memory, time and files; a bomb is refused by its header already."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2
    warnings.simplefilter("ignore")
    for limit, value in (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_CPU, _SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 16),
    ):
        _, hard = resource.getrlimit(limit)
        resource.setrlimit(limit, (value if hard < 0 else min(value, hard), hard))


def draw(data: bytes, width: int, height: int) -> bytes:
    """The header line and the pixels of a picture that fits into `width` x `height`."""
    if len(data) > MOST_BYTES:
        return b"no too-large\n"
    with Image.open(BytesIO(data), formats=FORMATS) as source:
        kind, full = source.format or "", source.size
        source.draft("RGB", (width * 2, height * 2))
        small = _small(source, width, height)
    head = f"ok {small.width} {small.height} {kind} {full[0]} {full[1]}\n"
    return head.encode("ascii") + small.tobytes()


def _small(source: Image.Image, width: int, height: int) -> Image.Image:
    image: Image.Image = source
    upright = ImageOps.exif_transpose(_shrunk(image, width * 4, height * 4))
    image = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    image.thumbnail((width, height), Image.Resampling.LANCZOS)
    if image.mode == "RGBA":
        paper = Image.new("RGB", image.size, _PAPER)
        paper.paste(image, mask=image.getchannel("A"))
        return paper
    return image


def _shrunk(image: Image.Image, width: int, height: int) -> Image.Image:
    """Cut the pixels down before any conversion, whatever the colour mode needs."""
    side = max(width, height)
    image.load()
    if image.mode.startswith("I"):
        image = image.point(lambda value: value / 256).convert("L")
    step = min(image.width // side, image.height // side)
    if step < 2:
        return image
    if image.mode in {"1", "P"}:
        return image.resize((image.width // step, image.height // step), Image.Resampling.NEAREST)
    return image.reduce(step)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
