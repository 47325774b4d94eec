"""Every documented error body becomes the right typed error (API reference 1.3)."""

from __future__ import annotations

import json

import httpx
import pytest

from medialib_tui.api.errors import (
    ApiError,
    BadAnswer,
    Blocked,
    FieldError,
    Forbidden,
    Gone,
    NotFound,
    NotOffered,
    Refused,
    ScopeMissing,
    StateConflict,
    TokenRefused,
    TooLarge,
    TooManyRequests,
    Unavailable,
    VersionConflict,
    in_words,
)
from medialib_tui.model.patch import Patch, RevokeAsset, SetMetadataProperty
from tests.api.serving import CANARY, ask, json_answer, problem

TITLE = Patch(version=1, patches=(SetMetadataProperty(property_name="title", value="x"),))
REVOKE = Patch(version=1, patches=(RevokeAsset(),))


async def failure(answer: httpx.Response, *, token: str | None = CANARY) -> ApiError:
    with pytest.raises(ApiError) as caught:
        await ask(answer, token=token).client.entry("abc")
    return caught.value


async def patch_failure(answer: httpx.Response, patch: Patch = TITLE) -> ApiError:
    with pytest.raises(ApiError) as caught:
        await ask(answer).client.patch("abc", patch)
    return caught.value


@pytest.mark.parametrize(
    ("status", "details", "expected"),
    [
        (401, {"access_token": "The access token expired."}, TokenRefused),
        (403, {"access_token": "The request requires higher privileges"}, ScopeMissing),
        (404, {"name": "NotFound", "message": "MediaLibrary Entry does not exist"}, NotFound),
        (404, {"url": "/api/2026-05/foo"}, NotOffered),
        (404, {"url": "/x", "message": "MediaLibrary Entry does not exist"}, NotFound),
        (404, {"message": "No image found."}, NotFound),
        (400, {"message": "Command at index 0 failed: x", "commandIndex": 0}, Refused),
        (403, {"message": "not you"}, Forbidden),
        (409, {"name": "Conflict", "message": "already"}, StateConflict),
        (409, {"name": "Conflict", "message": "Cannot update outdated value'"}, VersionConflict),
        (409, {"message": "Version: Expected 36 to be equal to 1"}, VersionConflict),
        (410, None, Gone),
        (413, {}, TooLarge),
        (429, {"message": "Your plan does not allow"}, TooManyRequests),
        (500, {"message": "broken"}, Unavailable),
        (503, None, Unavailable),
        (405, {}, NotOffered),
        (418, {"message": "short and stout"}, Refused),
    ],
)
async def test_documented_bodies(status: int, details: object, expected: type[ApiError]) -> None:
    error = await failure(problem(status, details))
    assert type(error) is expected
    assert error.status == status
    assert error.title
    assert "\n" not in error.title


async def test_a_missing_endpoint_is_never_a_missing_entry() -> None:
    with pytest.raises(NotOffered) as caught:
        await ask(problem(404, {"url": "/api/2025-11/mediaLibrary/abc/usageLog"})).client.usage_log(
            "abc"
        )
    assert not isinstance(caught.value, NotFound)
    assert "usage log" in caught.value.title


async def test_a_missing_scope_is_never_a_revoked_image() -> None:
    refused = ask(problem(403, {"access_token": "The request requires higher privileges"}))
    with pytest.raises(ScopeMissing) as caught:
        await refused.client.serve_state("a/b.jpg")
    assert "public-api:read" in caught.value.hint
    revoked = ask(problem(403, {"message": "The requested image is revoked or marked as invalid"}))
    with pytest.raises(Blocked):
        async with revoked.client.image("a/b.jpg"):
            pass


@pytest.mark.parametrize(
    ("call", "scope"),
    [("project", "public-api:config:read"), ("patch", "public-api:write")],
)
async def test_the_hint_names_the_scope_of_the_endpoint(call: str, scope: str) -> None:
    client = ask(problem(403, {"access_token": "The request requires higher privileges"})).client
    with pytest.raises(ScopeMissing) as caught:
        await (client.project() if call == "project" else client.patch("abc", TITLE))
    assert scope in caught.value.hint


async def test_path_map_points_at_the_patch_that_was_sent() -> None:
    error = await patch_failure(problem(400, {"patches.0.value": "must be string"}))
    assert error.fields == (FieldError("title", "must be string"),)


async def test_a_counted_command_points_at_the_patch_that_was_sent() -> None:
    details = {"message": "Command at index 0 failed: too long", "commandIndex": 0}
    error = await patch_failure(problem(400, details))
    assert error.fields == (FieldError("title", "Command at index 0 failed: too long"),)


async def test_listed_errors_become_fields_with_locale() -> None:
    listed = [
        {"metadataProperty": "title", "message": "must be string"},
        {
            "metadataProperty": "caption",
            "translationLocale": "fr",
            "translatedMessage": {"de": "zu lang", "en": "too long"},
        },
        "loose text",
        None,
        {"metadataProperty": 7},
    ]
    details: object = {"message": "Metadata validation failed.", "errors": listed}
    error = await patch_failure(problem(400, details, "ValidationError"))
    assert error.fields == (
        FieldError("title", "must be string"),
        FieldError("caption", "too long", "fr"),
        FieldError("", "loose text"),
        FieldError("", "is not accepted"),
    )
    assert "Metadata validation failed." in error.title


async def test_messages_come_in_the_language_asked_for() -> None:
    asked = ask(problem(400, {"translatedMessage": {"en": "too long", "de": "zu lang"}}))
    asked.client.language = "de-CH"
    with pytest.raises(Refused, match="zu lang"):
        await asked.client.entry("abc")


async def test_two_conflicts_of_one_revoke_are_told_apart() -> None:
    stale = problem(409, {"message": "Version: Expected 36 to be equal to 1"}, "Conflict")
    assert isinstance(await patch_failure(stale, REVOKE), VersionConflict)
    again = problem(409, {"message": "The asset is revoked"}, "Conflict")
    assert isinstance(await patch_failure(again, REVOKE), StateConflict)


async def test_the_stack_stays_out_of_title_and_detail() -> None:
    details: object = {"message": "broken", "name": "E", "stack": "at secret.js:1:1"}
    error = await failure(problem(500, details))
    assert "secret.js" not in error.title + error.detail + error.hint
    assert "secret.js" in error.details


async def test_hostile_text_is_made_visible() -> None:
    error = await failure(problem(400, {"message": "\x1b]0;x\x07 \u202etxt\nnext"}))
    for shown in (error.title, error.detail, error.details):
        assert not {"\x1b", "\x07", "\u202e"} & set(shown)
    assert "\n" not in error.title + error.detail


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (404, BadAnswer),
        (400, BadAnswer),
        (401, TokenRefused),
        (403, Forbidden),
        (407, Forbidden),
        (502, Unavailable),
    ],
)
async def test_error_pages_of_proxies(status: int, expected: type[ApiError]) -> None:
    page = httpx.Response(status, html="<html>\n<h1>nginx</h1></html>")
    error = await failure(page)
    assert type(error) is expected
    assert error.detail == "<html>"


async def test_a_404_that_is_not_the_apis_is_no_missing_entry() -> None:
    error = await failure(json_answer({"message": "no Route matched with those values"}, 404))
    assert type(error) is BadAnswer


async def test_without_a_token_a_401_says_so() -> None:
    error = await failure(problem(401, {"access_token": "missing"}), token=None)
    assert error.title == "This server asks for an access token."
    assert str(error) == error.title


@pytest.mark.parametrize(
    "details",
    [None, 7, "text", [], [1], {"message": 7}, {"errors": {}}, {"url": 5}, {"access_token": 1}],
)
@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 410, 429, 500])
async def test_no_odd_body_breaks_the_reading(status: int, details: object) -> None:
    error = await failure(problem(status, details))
    assert error.title


async def test_a_deep_body_is_not_followed() -> None:
    body = b'{"error_details":' * 2_000 + b"1" + b"}" * 2_000
    error = await failure(httpx.Response(400, content=body))
    assert isinstance(error, BadAnswer)


async def test_retired_version_and_unpublished_document() -> None:
    gone = await failure(httpx.Response(410))
    assert isinstance(gone, Gone)
    assert "version" in gone.title
    body = [{"type": "unpublished", "resource": {"id": 123, "statusCode": 410}}]
    with pytest.raises(Gone, match="no longer"):
        await ask(json_answer(body, 410)).client.resolve("/a")


async def test_a_secret_answer_is_not_quoted() -> None:
    body = json.dumps({"webhooks": [{"secret": "hush-hush"}]})[:-3].encode()
    whole = b'{"webhooks": [{"secret": "hush-hush"}]}'
    for answer in (
        httpx.Response(200, content=body),
        httpx.Response(418, content=body),
        httpx.Response(418, content=whole),
    ):
        with pytest.raises(ApiError) as caught:
            await ask(answer).client.project()
        shown = (caught.value.title, caught.value.detail, caught.value.details)
        assert "hush-hush" not in "".join(shown)


def test_complaints_about_fields_are_one_sentence() -> None:
    said = [
        FieldError("title", "A text is needed."),
        FieldError("", "Odd."),
        FieldError("b", "No."),
    ]
    assert in_words(said) == "title: A text is needed; Odd; b: No."
    assert in_words([]) == ""
