"""The project configuration of the sample library: types, purposes, profiles, deliveries.

Source: API reference 6 and 7.
"""

from __future__ import annotations

import json

from medialib_tui.demo.errors import Json
from medialib_tui.demo.sample_fields import choices, label, prop
from medialib_tui.demo.sample_purposes import media_center

_DESKS = choices(
    ("news", "News", "Nachrichten"),
    ("sports", "Sports", "Sport"),
    ("culture", "Culture", "Kultur"),
    ("local", "Local", "Lokales"),
    ("weather", "Weather", "Wetter"),
)
_REGIONS = choices(
    ("north", "North", "Norden"),
    ("south", "South", "Süden"),
    ("coast", "Coast", "Küste"),
    ("hills", "Hills", "Hügelland"),
)
_TITLE = prop(
    "title",
    "li-text",
    "Title",
    "Titel",
    ui={"placeholder": "What the picture shows"},
    required=True,
    requiredErrorMessage="Please provide a title",
    maxLength=200,
    recommendedMinLength=8,
    recommendedMaxLength=80,
    translatable=True,
    index=True,
)
_CAPTION = prop(
    "caption",
    "li-text",
    "Caption",
    "Legende",
    allowNewlines=True,
    maxLength=5000,
    recommendedMaxLength=400,
    translatable=True,
)
_SOURCE = prop("source", "li-text", "Source", "Quelle", maxLength=120, index=True)
_LICENSE = prop("license", "li-license-profile", "License", "Lizenz")
_VALIDITY = prop("validity", "li-datetime-validity", "Valid", "Gültig")
_INVALID = prop("invalid", "li-invalid", "Marked as invalid", "Als ungültig markiert")
_TRANSLATIONS = prop("language", "li-metadata-translations", "Language", "Sprache")
_HANDLE = prop("mediaHandle", "li-media-handle", "Media handle", "Medienkennung")
_EXTERNAL = prop("externalRef", "li-external-id", "Archive id", "Archiv-ID", hideFromForm=True)


def media_types() -> list[Json]:
    """Images, videos, files, and scans from the archive with every remaining plugin."""
    return [
        _media_type("mediaImage", "image", label("Images", "Bilder"), _image_properties()),
        _media_type("mediaVideo", "video", label("Videos", "Videos"), _video_properties()),
        _media_type("mediaFile", "file", "Files", _file_properties(), translatable=False),
        _media_type(
            "mediaImage", "archiveScan", label("Archive scans", "Archivscans"), _scan_properties()
        ),
    ]


def _media_type(
    kind: str, handle: str, text: object, metadata: list[Json], *, translatable: bool = True
) -> Json:
    return {
        "type": kind,
        "handle": handle,
        "info": {"label": text, "description": ""},
        "asset": {"translatable": translatable, "replaceable": kind != "mediaVideo"},
        "deletionRoutine": {"enabled": handle == "archiveScan"},
        "metadata": metadata,
    }


def _image_properties() -> list[Json]:
    return [
        _TITLE,
        _CAPTION,
        prop("credit", "li-text", "Credit", "Bildnachweis", required=True, maxLength=160),
        _SOURCE,
        prop("altText", "li-text", "Alternative text", "Alternativtext", translatable=True),
        prop("desk", "li-enum", "Desk", "Ressort", dataProvider=_DESKS),
        prop("regions", "li-string-list", "Regions", "Regionen", dataProvider=_REGIONS),
        prop(
            "keywords",
            "li-string-list",
            "Keywords",
            "Stichwörter",
            dataProvider={"dataSource": "keywords"},
        ),
        prop("rating", "li-integer", "Rating", "Bewertung", minValue=1, maxValue=5),
        prop("faces", "li-numeric-list", "People in the picture", "Personen", maxItems=10),
        prop("takenOn", "li-date", "Taken on", "Aufgenommen am"),
        prop("embargo", "li-datetime", "Embargo until", "Sperrfrist bis"),
        prop("mainColor", "li-color", "Main colour", "Hauptfarbe", ui={"useInputTypeColor": True}),
        prop("sensitive", "li-boolean", "Sensitive content", "Heikler Inhalt"),
        _LICENSE,
        _VALIDITY,
        _INVALID,
        _HANDLE,
        _EXTERNAL,
        prop("crops", "li-named-crops", "Crops", "Ausschnitte", namedCrops=[{"name": "teaser"}]),
        prop("story", "li-document-reference", "Main story", "Hauptartikel", contentType="regular"),
        prop("stories", "li-document-references", "More stories", "Weitere Artikel", max=5),
        prop("weatherGrid", "acme-weather-grid", "Weather grid", "Wetterraster"),
        _TRANSLATIONS,
    ]


def _video_properties() -> list[Json]:
    return [
        _TITLE,
        _CAPTION,
        prop("credit", "li-text", "Credit", "Bildnachweis", maxLength=160),
        _SOURCE,
        prop("posterImage", "li-poster-image", "Poster", "Standbild", required=False),
        prop("transcoding", "li-transcoding-state", "Transcoding", "Umwandlung", index=True),
        prop("trailer", "li-video-reference", "Trailer", "Trailer"),
        prop("autoplay", "li-boolean", "Autoplay", "Automatisch starten"),
        prop("recordedAt", "li-datetime", "Recorded at", "Aufgezeichnet um"),
        _LICENSE,
        _VALIDITY,
        _INVALID,
        _TRANSLATIONS,
    ]


def _file_properties() -> list[Json]:
    return [
        _TITLE,
        _CAPTION,
        _SOURCE,
        prop("pages", "li-integer", "Pages", "Seiten", minValue=1),
        prop("issuedOn", "li-date", "Issued on", "Ausgegeben am"),
        prop("cover", "li-image", "Cover", "Titelbild"),
        prop("confidential", "li-boolean", "Confidential", "Vertraulich"),
        _LICENSE,
        _INVALID,
        _TRANSLATIONS,
    ]


def _scan_properties() -> list[Json]:
    boxes = choices((1, "Box 1", "Schachtel 1"), (2, "Box 2", "Schachtel 2"))
    return [
        _TITLE,
        _CAPTION,
        prop("box", "li-integer", "Box", "Schachtel", dataProvider=boxes),
        prop(
            "condition",
            "li-text",
            "Condition",
            "Zustand",
            dataProvider=choices(
                ("good", "Good", "Gut"), ("worn", "Worn", "Abgenutzt"), ("torn", "Torn", "Gerissen")
            ),
        ),
        prop("scanNumber", "li-system-integer", "Scan number", "Scannummer", ui={"readOnly": True}),
        prop("scannedAt", "li-system-datetime", "Scanned at", "Gescannt um", ui={"readOnly": True}),
        prop("labels", "li-google-vision", "Recognised labels", "Erkannte Merkmale"),
        prop("spoken", "li-media-language", "Spoken language", "Gesprochene Sprache"),
        prop("source1", "li-reference", "Source document", "Quelldokument"),
        prop("sources", "li-reference-list", "Source documents", "Quelldokumente"),
        prop("frame", "li-image", "Frame", "Rahmen"),
        prop("period", "li-text", "Period", "Zeitraum", translatable=True),
        _LICENSE,
        _INVALID,
        _HANDLE,
    ]


def _content_type(handle: str, english: str, german: str, kind: str, **more: object) -> Json:
    links = [{"label": "Website", "url": "https://www.example.com:routingPath", "icon": "web"}]
    return {
        "handle": handle,
        "documentType": kind,
        "info": {"label": label(english, german)},
        "metadata": [
            prop("title", "li-text", "Title", "Titel"),
            prop("slug", "li-text", "Slug", "Kurzname"),
            prop("routing", "li-routing", "Routing", "Pfad"),
            prop("teaserImage", "li-image", "Teaser image", "Anrissbild"),
        ],
        "editor": {"deliveryLinks": links},
        **more,
    }


def sample_config() -> Json:
    """The whole configuration, a fresh copy each time.

    Secrets in plain text are included, as real ones have them.
    """
    copy: Json = json.loads(json.dumps(_config()))
    return copy


def _config() -> Json:
    return {
        "v": 2,
        "$baseRevision": "sample-1",
        "settings": {"languages": _languages()},
        "contentTypes": _content_types(),
        "mediaTypes": media_types(),
        "mediaCenter": media_center(),
        "deliveries": _deliveries(),
        "externalSystems": [_legacy_system()],
        "notifications": {"webhooks": [_webhook()]},
        "mediaSources": [
            {"handle": "picture-desk", "config": {"accessKey": "access-key-in-plain-text"}}
        ],
        "categories": {"pathPattern": "/:category/:slug-:id.html"},
        "imageCollections": {},
    }


def _languages() -> Json:
    german, french, english = (
        {"label": label("German", "Deutsch"), "locale": "de"},
        {"label": label("French", "Französisch"), "locale": "fr"},
        {"label": label("English", "Englisch"), "locale": "en"},
    )
    return {
        "available": [german, french, english],
        "defaultLanguage": german,
        "requiredOnCreation": False,
        "translationWorkflow": "translations",
    }


def _content_types() -> list[Json]:
    article, newsletter = "{{metadata.title}}", "Newsletter {{metadata.slug}}"
    return [
        _content_type("regular", "Article", "Artikel", "article", displayTitlePattern=article),
        _content_type("page", "Page", "Seite", "page"),
        _content_type(
            "newsletter", "Newsletter", "Newsletter", "article", displayTitlePattern=newsletter
        ),
    ]


def _deliveries() -> list[Json]:
    website: Json = {"origin": "https://www.example.com", "pathPattern": "/article/:id"}
    app: Json = {"origin": "https://app.example.com", "pathPattern": "/read/{id}"}
    return [
        {
            "handle": "web",
            "label": "Website",
            "isPrimary": True,
            "icon": "book-open",
            "url": website,
        },
        {"handle": "app", "label": label("App", "App"), "isPrimary": False, "url": app},
        {"handle": "print", "label": "Print"},
    ]


def _legacy_system() -> Json:
    pattern = "/{{id}}/{{metadata.cmsId}}"
    return {
        "handle": "legacy-cms",
        "label": "Legacy CMS",
        "icon": "archive",
        "isPrimary": False,
        "url": {"origin": "https://legacy.example.com", "pathPattern": pattern},
    }


def _webhook() -> Json:
    return {
        "handle": "cache-purge",
        "url": "https://hooks.example.com/purge",
        "secret": "webhook-secret-in-plain-text",
        "events": ["mediaLibraryEntry.revoke"],
    }
