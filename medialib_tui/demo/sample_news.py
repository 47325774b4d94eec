"""A newsroom's worth of entries: pictures, videos, files, scans."""

from __future__ import annotations

from collections.abc import Iterator

from medialib_tui.demo.entries import Entry
from medialib_tui.demo.errors import Json
from medialib_tui.demo.pictures import png_size

DESK = "Sample Picture Desk"

_IMAGES = (
    ("harbour-dawn-01", "Fishing boats leave the harbour at dawn", "local", "own", 4),
    ("harbour-dusk-02", "The lighthouse at dusk", "local", "own", 5),
    ("bridge-works-03", "Workers renew the deck of the old bridge", "news", "freelancer", 3),
    ("market-square-04", "Market day on the square", "local", "own", 3),
    ("council-vote-05", "The town council votes on the budget", "news", "agency", 2),
    ("flood-street-06", "A flooded street after the night's storm", "weather", "agency", 5),
    ("snow-pass-07", "Snow ploughs on the mountain pass", "weather", "own", 4),
    ("marathon-start-08", "Runners at the start of the spring marathon", "sports", "freelancer", 4),
    ("relay-final-09", "The last hand-over of the relay final", "sports", "agency", 5),
    ("goal-keeper-10", "A goalkeeper stretches for the ball", "sports", "agency", 4),
    ("theatre-night-11", "Opening night at the small theatre", "culture", "freelancer", 3),
    ("museum-hall-12", "The new hall of the natural history museum", "culture", "own", 3),
    ("orchestra-13", "The youth orchestra rehearses outdoors", "culture", "own", 2),
    ("vineyard-14", "Grape harvest on the southern slopes", "local", "own", 4),
    ("tram-opening-15", "The first tram on the new line", "news", "own", 4),
    ("solar-roof-16", "Solar panels on the school roof", "news", "freelancer", 3),
    ("beekeeper-17", "A beekeeper checks a hive", "local", "freelancer", 3),
    ("night-train-18", "The night train waits for its passengers", "news", "agency", 4),
    ("library-steps-19", "Readers on the library steps", "culture", "own", 3),
    ("storm-coast-20", "Waves break over the sea wall", "weather", "restricted", 5),
    ("old-mill-21", "The restored water mill", "culture", "own", 2),
    ("ferry-queue-22", "Cars queue for the ferry", "news", "own", 2),
    ("choir-23", "A choir sings in the station hall", "culture", "restricted", 3),
    ("hill-race-24", "Cyclists on the steepest part of the hill race", "sports", "freelancer", 4),
    ("election-night-25", "Counting votes late at night", "news", "agency", 3),
    ("spring-fair-26", "The big wheel at the spring fair", "local", "own", 3),
    ("rescue-drill-27", "The mountain rescue practises with ropes", "news", "own", 4),
    ("foggy-valley-28", "Fog fills the valley", "weather", "own", 5),
)
_VIDEOS = (
    ("flood-flight-v1", "Flight over the flooded fields", 62.4),
    ("marathon-finish-v2", "The finish of the spring marathon", 35.241667),
    ("mayor-talk-v3", "The mayor on the new tram line", 184.0),
    ("bees-v4", "A minute with the bees", 60.0),
    ("storm-wave-v5", "The sea wall during the storm", 21.5),
)
_FILES = (
    ("budget-2026-f1", "Budget of the town for 2026", 48),
    ("tram-timetable-f2", "Timetable of the new tram line", 2),
    ("flood-report-f3", "Report on the flood protection", 112),
    ("press-kit-f4", "Press kit of the museum", 12),
)
_SCANS = (
    ("scan-1921-market", "The market square in 1921", "worn"),
    ("scan-1934-harbour", "The harbour in 1934", "good"),
    ("scan-1958-tram", "The last tram of 1958", "torn"),
)


def image_asset(media_id: str, width: int = 960, height: int = 640) -> Json:
    """The asset of a generated picture."""
    key = f"2026/03/14/{media_id}.png"
    return {
        "key": key,
        "url": f"https://media.example.com/images/{key}",
        "mimeType": "image/png",
        "width": width,
        "height": height,
        "size": png_size(width, height),
        "filename": f"{media_id}.png",
    }


def _images() -> Iterator[Entry]:
    regions = ("north", "south", "coast", "hills")
    for number, (media_id, title, desk, profile, rating) in enumerate(_IMAGES):
        metadata: Json = {
            "title": title,
            "caption": f"{title}. Sample picture number {number + 1}, generated.",
            "credit": f"{DESK} / Photographer {number % 7 + 1}",
            "source": "Sample Agency" if profile == "agency" else DESK,
            "altText": f"Generated landscape standing in for: {title}",
            "desk": desk,
            "regions": [regions[number % 4], regions[(number + 1) % 4]][: 1 + number % 2],
            "keywords": [desk, "sample", f"week {number % 9 + 10}"],
            "rating": rating,
            "faces": [*range(number % 3)],
            "takenOn": f"2026-{number % 6 + 1:02d}-{number % 27 + 1:02d}",
            "mainColor": f"#{(number * 987_654 + 3_355_443) % 0xFFFFFF:06x}",
            "sensitive": number % 9 == 5,
            "license": {"handle": profile},
            "mediaHandle": f"IMG-{number + 1:04d}",
            "language": {"locale": "de", "label": "Deutsch"},
        }
        if number % 4 == 0:
            metadata["story"] = {"$ref": "document", "reference": {"id": str(100 + number)}}
        day = f"2026-{number % 6 + 1:02d}-{number % 27 + 1:02d}"
        yield Entry(
            id=media_id,
            version=number % 5 + 1,
            asset=image_asset(media_id),
            metadata=metadata,
            system_name="picture-desk" if number % 2 else None,
            external_id=f"PD-{1000 + number}" if number % 2 else None,
            created_at=f"{day}T06:15:00.000Z",
            updated_at=f"{day}T16:45:30.250Z",
        )


def _videos() -> Iterator[Entry]:
    for number, (media_id, title, seconds) in enumerate(_VIDEOS):
        key = f"2026/04/02/{media_id}.mp4"
        poster = _IMAGES[number + 5][0]
        url = f"https://media.example.com/images/{poster}.png"
        state = ("done", "done", "inProgress", "done", "error")[number]
        command: Json = {"assetKey": key, "commandId": f"t{number}", "state": state, "progress": 40}
        yield Entry(
            id=media_id,
            media_type="video",
            version=2,
            asset={
                "key": key,
                "url": f"https://media.example.com/videos/{key}",
                "mimeType": "video/mp4",
                "width": 1280,
                "height": 720,
                "size": 8_633_462 + number * 1_234_567,
                "duration": seconds,
                "filename": f"{media_id}.mp4",
            },
            metadata={
                "title": title,
                "caption": f"{title}. Sample video without a real file.",
                "credit": DESK,
                "posterImage": {"mediaId": poster, "url": url, "width": 960, "height": 640},
                "transcoding": {"commands": [command], "transcodings": [{"assetKey": key}]},
                "recordedAt": f"2026-04-{number + 1:02d}T10:00:00.000Z",
                "autoplay": number % 2 == 0,
                "license": {"handle": "own"},
                "language": {"locale": "de", "label": "Deutsch"},
            },
        )


def _files() -> Iterator[Entry]:
    for number, (media_id, title, pages) in enumerate(_FILES):
        key = f"2026/02/20/{media_id}.pdf"
        yield Entry(
            id=media_id,
            media_type="file",
            asset={
                "key": key,
                "url": f"https://media.example.com/files/{key}",
                "mimeType": "application/pdf",
                "size": 30_280 * (number + 1),
                "filename": f"{media_id}.pdf",
            },
            metadata={
                "title": title,
                "source": "Sample Town Hall",
                "pages": pages,
                "issuedOn": f"2026-02-{number + 10}",
                "cover": {"mediaId": _IMAGES[number][0], "width": 960, "height": 640},
                "confidential": number == 2,
            },
        )


def _scans() -> Iterator[Entry]:
    for number, (media_id, title, condition) in enumerate(_SCANS):
        yield Entry(
            id=media_id,
            media_type="archiveScan",
            asset=image_asset(media_id, 640, 800),
            metadata={
                "title": title,
                "box": number % 2 + 1,
                "condition": condition,
                "scanNumber": 4711 + number,
                "scannedAt": "2026-01-20T13:00:00.000Z",
                "labels": {"labels": ["street", "people"], "webEntities": ["Sample Town"]},
                "spoken": {"locale": "de", "label": "Deutsch"},
                "source1": {"$ref": "document", "reference": {"id": "104"}},
                "sources": {"$ref": "documents", "references": [{"id": "104"}, {"id": "105"}]},
                "period": "1920s to 1950s",
                "license": {"handle": "own"},
            },
            system_name="town-archive",
            external_id=f"TA/{1900 + number}",
        )


def news_entries() -> Iterator[Entry]:
    """The everyday entries."""
    yield from _images()
    yield from _videos()
    yield from _files()
    yield from _scans()
