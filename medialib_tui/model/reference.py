"""What references an entry (API reference 5.3)."""

from __future__ import annotations

from enum import StrEnum

from pydantic import ConfigDict, Field

from medialib_tui.model.base import Int, Model, Resource, Str


class ReferenceKind(StrEnum):
    """The two lists of incoming references."""

    DOCUMENTS = "documents"
    MEDIA = "media"


class Reference(Model):
    """One place where the referencing object names the entry."""

    model_config = ConfigDict(extra="allow")

    id: Str | Int | None = None
    type: Str | None = None
    media_type: Str | None = None
    ids: tuple[Str, ...] = ()
    location: Str | None = None
    component_id: Str | None = None
    component_name: Str | None = None
    directive_name: Str | None = None
    property_name: Str | None = None
    service_name: Str | None = None
    override_id: Str | None = None
    override_directive_name: Str | None = None

    @property
    def target_type(self) -> str | None:
        """`type`, which some servers of release 2022-03 called `mediaType`."""
        return self.type or self.media_type

    @property
    def place(self) -> str:
        """Where it stands, in a few words; unknown locations come out as they are."""
        component = self.component_name or self.component_id or "component"
        match self.location:
            case "metadata":
                return f"metadata › {self.property_name or '?'}"
            case "image-directive" | "video-directive":
                return f"{component} › {self.directive_name or '?'}"
            case "editable-directive":
                return f"{component} › {self.directive_name or '?'} (link in text)"
            case "include-directive":
                return f"{component} › include {self.service_name or '?'}"
            case "include-directive-override":
                return f"{component} › include {self.service_name or '?'} (override)"
            case None:
                return "place not given"
            case other:
                return " › ".join([other, *filter(None, [self.component_name, self.property_name])])


class Referrer(Resource):
    """A document (number) or entry (text) that references the entry, with every place."""

    id: Int | Str = ""
    references: tuple[Reference, ...] = Field(default=())

    @property
    def key(self) -> str:
        """The id as text, stable as a row key."""
        return str(self.id)
