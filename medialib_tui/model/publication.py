"""Published documents, as far as they name media (API reference 2.2)."""

from __future__ import annotations

from pydantic import ConfigDict, Field, JsonValue

from medialib_tui.model.base import Int, JsonObject, Model, Resource, Str
from medialib_tui.model.reference import Reference


class Systemdata(Model):
    """System data of a publication."""

    model_config = ConfigDict(extra="allow")

    document_id: Int | Str | None = None
    project_id: Int | Str | None = None
    content_type: Str | None = None
    document_type: Str | None = None
    publication_id: Int | Str | None = None
    first_publication_date: Str | None = None
    significant_publication_date: Str | None = None
    visible_publication_date: Str | None = None
    last_publication_date: Str | None = None
    updated_at: Str | None = None


class Publication(Resource):
    """The newest published state of a document."""

    systemdata: Systemdata = Field(default_factory=Systemdata)
    metadata: JsonObject = Field(default_factory=dict)
    content: JsonValue = None
    references: tuple[Reference, ...] | None = None

    @property
    def document_id(self) -> str:
        """The document's id as text; empty where the server sent none."""
        found = self.systemdata.document_id
        return "" if found is None else str(found)

    @property
    def published(self) -> str | None:
        """When it was last published, ISO 8601 as sent."""
        data = self.systemdata
        return (
            data.visible_publication_date
            or data.significant_publication_date
            or data.last_publication_date
            or data.updated_at
        )
