"""A Media Library entry and its asset (API reference 5.1)."""

from __future__ import annotations

from pydantic import ConfigDict, Field

from medialib_tui.model.base import Int, JsonObject, Model, Number, Resource, Str


class Asset(Model):
    """The file behind an entry; `size` in bytes, `duration` in seconds, dimensions in pixels."""

    model_config = ConfigDict(extra="allow")

    key: Str | None = None
    url: Str | None = None
    mime_type: Str | None = None
    size: Number | None = None
    width: Number | None = None
    height: Number | None = None
    duration: Number | None = None
    filename: Str | None = None
    storage: Str | None = None


class Translation(Model):
    """Metadata, and perhaps an asset, of one further language."""

    model_config = ConfigDict(extra="allow")

    locale: Str = ""
    metadata: JsonObject = Field(default_factory=dict)
    asset: Asset | None = None


class Entry(Resource):
    """One entry of the Media Library; `version` is the number to send back with a write."""

    id: Str = ""
    version: Int | None = None
    media_type: Str | None = None
    system_name: Str | None = None
    external_id: Str | None = None
    asset: Asset | None = None
    metadata: JsonObject = Field(default_factory=dict)
    translations: tuple[Translation, ...] = ()
    created_at: Str | None = None
    updated_at: Str | None = None

    @property
    def title(self) -> str:
        """What a person calls the entry: its title, else its file name, else its id."""
        title = self.metadata.get("title")
        if isinstance(title, str) and title.strip():
            return title
        if self.asset and self.asset.filename and self.asset.filename.strip():
            return self.asset.filename
        return self.id

    @property
    def asset_key(self) -> str | None:
        """The storage key, where the server sends one (it is left out of every example)."""
        return self.asset.key if self.asset and self.asset.key else None
