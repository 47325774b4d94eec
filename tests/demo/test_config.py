"""The project configuration in the layout of each release."""

from __future__ import annotations

import json

import httpx
import pytest

from medialib_tui.demo.library import Library
from medialib_tui.demo.sample import sample_library

PLUGINS = """li-text li-boolean li-integer li-enum li-string-list li-numeric-list li-date
li-datetime li-datetime-validity li-invalid li-color li-external-id li-media-handle
li-license-profile li-system-integer li-system-datetime li-document-reference
li-document-references li-video-reference li-image li-poster-image li-named-crops
li-transcoding-state li-metadata-translations li-google-vision li-media-language li-reference
li-reference-list"""
USAGE_PLUGINS = """li-boolean li-date li-datetime li-enum li-integer li-numeric-list
li-string-list li-text"""

Config = dict[str, object]


async def config(client: httpx.AsyncClient, version: str = "2025-03") -> Config:
    body: Config = (await client.get(f"/{version}/projectConfig")).json()
    return body


def plugins(items: object, name: str) -> set[str]:
    assert isinstance(items, list)
    return {definition["type"] for item in items for definition in item.get(name, [])}


async def test_every_plugin_and_an_unknown_one_is_configured(client: httpx.AsyncClient) -> None:
    body = await config(client)
    found = plugins(body["mediaTypes"], "metadata")
    assert set(PLUGINS.split()) <= found
    assert [name for name in found if not name.startswith("li-")] == ["acme-weather-grid"]


async def test_the_current_layout_has_purposes_and_profiles(client: httpx.AsyncClient) -> None:
    center = (await config(client))["mediaCenter"]
    assert isinstance(center, dict)
    assert plugins(center["usagePurposes"], "paramsSchema") == set(USAGE_PLUGINS.split())
    assert any(purpose.get("internal") for purpose in center["usagePurposes"])
    profiles = center["licenseProfiles"]["profiles"]
    assert all(profile["color"].startswith("#") for profile in profiles)
    handles = {purpose["handle"] for purpose in center["usagePurposes"]}
    assert all(set(profile["rules"]) <= handles for profile in profiles)


def test_a_param_has_the_same_type_in_every_purpose() -> None:
    center = sample_library().config["mediaCenter"]
    assert isinstance(center, dict)
    types: dict[str, str] = {}
    for purpose in center["usagePurposes"]:
        for param in purpose.get("paramsSchema", []):
            assert types.setdefault(param["handle"], param["type"]) == param["type"]


@pytest.mark.parametrize("release", ["2026-03", "2026-05"])
async def test_the_layout_before_has_purposes_in_the_usage_log(
    client: httpx.AsyncClient, library: Library, release: str
) -> None:
    library.release = release
    body = await config(client)
    center = body["mediaCenter"]
    assert isinstance(center, dict)
    assert list(center) == ["usageLog"]
    purposes = center["usageLog"]["purposes"]
    assert any("internal" in purpose for purpose in purposes) is (release == "2026-05")
    assert "li-license-profile" not in plugins(body["mediaTypes"], "metadata")


async def test_older_servers_and_legacy_behavior_have_no_media_center(
    client: httpx.AsyncClient, library: Library
) -> None:
    library.use_2025_behavior = False
    assert "mediaCenter" not in await config(client)
    library.use_2025_behavior, library.release = True, "2026-01"
    assert "mediaCenter" not in await config(client)


async def test_handles_are_unique_and_allowed(client: httpx.AsyncClient) -> None:
    types = (await config(client))["mediaTypes"]
    assert isinstance(types, list)
    assert [item["handle"] for item in types] == ["image", "video", "file", "archiveScan"]
    for item in types:
        handles = [definition["handle"] for definition in item["metadata"]]
        assert len(set(handles)) == len(handles)


async def test_secrets_are_in_it_as_in_real_ones(client: httpx.AsyncClient) -> None:
    text = json.dumps(await config(client))
    assert "webhook-secret-in-plain-text" in text
    assert "access-key-in-plain-text" in text


async def test_languages_and_links_are_configured(client: httpx.AsyncClient) -> None:
    body = await config(client)
    settings, types = body["settings"], body["contentTypes"]
    assert isinstance(settings, dict)
    assert isinstance(types, list)
    assert settings["languages"]["defaultLanguage"]["locale"] == "de"
    assert [item["locale"] for item in settings["languages"]["available"]] == ["de", "fr", "en"]
    assert types[0]["displayTitlePattern"] == "{{metadata.title}}"
    assert types[0]["editor"]["deliveryLinks"][0]["url"].endswith(":routingPath")
