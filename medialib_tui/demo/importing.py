"""`POST import/mediaLibrary`: entries created one by one, with a result for each.

Source: API reference 2.3.
"""

from __future__ import annotations

import re

from medialib_tui.demo.assets import asset_problems
from medialib_tui.demo.call import Answer, Call, answer
from medialib_tui.demo.entries import Entry
from medialib_tui.demo.errors import ApiError, Json, failed, invalid, metadata_invalid
from medialib_tui.demo.library import Library
from medialib_tui.demo.operations import kind_of
from medialib_tui.demo.validation import metadata_errors

_ID = re.compile(r"^[a-zA-Z0-9\-]{1,32}$")
_LOCALE = re.compile(r"^[a-z][a-zA-Z0-9\-]+$")
_FIELDS = ("id", "systemName", "externalId", "mediaType", "asset", "metadata", "translations")


def import_entries(call: Call) -> Answer:
    """Create entries; the answer is 200 even when items fail, successes first."""
    body = call.json()
    items = body.get("mediaLibraryEntries") if isinstance(body, dict) else None
    if not isinstance(items, list):
        raise invalid({"mediaLibraryEntries": "must be array"})
    problems: dict[str, str] = {}
    for index, item in enumerate(items):
        for path, text in _item_problems(call.library, item).items():
            problems[f"mediaLibraryEntries.{index}{path}"] = text
    if problems:
        raise invalid(problems)
    results = [_import(call, item, index) for index, item in enumerate(items)]
    results.sort(key=lambda result: result.get("ok") is False)
    return answer({"results" if call.axes.results_envelope else "mediaLibraryEntries": results})


def _item_problems(library: Library, item: object) -> dict[str, str]:
    if not isinstance(item, dict):
        return {"": "must be object"}
    found: dict[str, str] = {}
    if library.reject_unknown:
        found = {f".{name}": "Unknown property" for name in item if name not in _FIELDS}
    for name in ("id", "systemName", "externalId"):
        if name in item and not isinstance(item[name], str):
            found[f".{name}"] = "must be string"
    if isinstance(item.get("id"), str) and not _ID.match(item["id"]):
        found[".id"] = f'must match pattern "{_ID.pattern}"'
    allowed = ("image", "video", "file") if library.release >= "2022-09" else ("image",)
    media_type = item.get("mediaType")
    if media_type is None:
        found[".mediaType"] = "Missing required property: mediaType"
    elif media_type not in allowed:
        found[".mediaType"] = f'No enum match for: "{media_type}"'
    elif "asset" in item:
        problems = asset_problems(kind_of(library, str(media_type)), item["asset"])
        found.update({f".asset{path}": text for path, text in problems.items()})
    if "asset" not in item:
        found[".asset"] = "Missing required property: asset"
    if not isinstance(item.get("metadata", {}), dict):
        found[".metadata"] = "must be object"
    return {**found, **_translation_problems(item.get("translations", []))}


def _translation_problems(translations: object) -> dict[str, str]:
    if not isinstance(translations, list):
        return {".translations": "must be array"}
    found: dict[str, str] = {}
    for index, translation in enumerate(translations):
        at = f".translations.{index}"
        if not isinstance(translation, dict):
            found[at] = "must be object"
            continue
        locale = translation.get("locale")
        if not isinstance(locale, str) or not _LOCALE.match(locale):
            found[f"{at}.locale"] = f'must match pattern "{_LOCALE.pattern}"'
        if not isinstance(translation.get("metadata"), dict):
            found[f"{at}.metadata"] = "Missing required property: metadata"
    return found


def _import(call: Call, item: Json, index: int) -> Json:
    library = call.library
    try:
        entry = _created(library, item)
    except ApiError as error:
        return {"ok": False, "correlation": _correlation(item, index), **error.body()}
    library.add([entry])
    library.record("mediaLibraryEntry.create", entry, call.client)
    if library.import_shape == "entries":
        return entry.answer()
    record = entry.answer() if library.import_shape == "record" else {}
    return {"ok": True, "status": 200, "id": entry.id, "record": record}


def _correlation(item: Json, index: int) -> str:
    if "id" in item:
        return f"id: {item['id']}"
    return f"externalId: {item['externalId']}" if "externalId" in item else f"index: {index}"


def _created(library: Library, item: Json) -> Entry:
    external, system = item.get("externalId"), item.get("systemName")
    if external is not None and system is None:
        message = "An asset with an externalId also requires a systemName"
        raise ApiError(400, {"message": message}, "ValidationError")
    media_id = str(item["id"]) if "id" in item else library.new_id("entry")
    if media_id in library.entries:
        raise _not_unique("id", media_id)
    if external is not None:
        _check_external(library, str(system), str(external))
    asset, metadata = item["asset"], item.get("metadata", {})
    if not isinstance(asset, dict) or not isinstance(metadata, dict):
        raise failed("asset and metadata must be objects")
    if library.release >= "2026-03" and str(asset["key"]).startswith("v/"):
        message = "Asset keys starting with 'v/' are reserved"
        raise ApiError(400, {"message": message}, "ValidationError")
    errors = metadata_errors(library, str(item["mediaType"]), metadata)
    if errors:
        raise metadata_invalid(errors)
    translations = item.get("translations")
    now = library.now()
    return Entry(
        id=media_id,
        media_type=str(item["mediaType"]),
        asset=asset,
        metadata={k: v for k, v in metadata.items() if v is not None},
        translations=list(translations) if isinstance(translations, list) else [],
        system_name=None if system is None else str(system),
        external_id=None if external is None else str(external),
        created_at=now,
        updated_at=now,
    )


def _check_external(library: Library, system: str, external: str) -> None:
    owner = library.by_external(system, external)
    if owner is not None:
        named = f" (mediaId: '{owner.id}')" if library.release >= "2024-07" else ""
        raise _not_unique("externalId", external, named)


def _not_unique(field: str, value: str, more: str = "") -> ApiError:
    message = f"{field} is not unique: '{value}'{more}"
    return ApiError(409, {"message": message}, "UniqueIdViolation")
