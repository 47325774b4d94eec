"""Properties as the project configures them: of metadata, and of the params of purposes."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field, JsonValue

from medialib_tui.model.base import Bool, Int, Label, Model, Number, Str
from medialib_tui.model.labels import say_label

Handles = Annotated[
    tuple[Str, ...],
    BeforeValidator(lambda value: (value,) if isinstance(value, str) else value),
]
"""One handle or a list of them, always read as a tuple."""


class Choice(Model):
    """One selectable value of a data provider."""

    value: JsonValue = None
    label: Label = None


class DataProvider(Model):
    """Where choices come from; with `data_source` they exist on the server only."""

    type: Str | None = None
    items: tuple[Choice, ...] = ()
    data_source: Str | None = None


class PropertyConfig(Model):
    """Constraints of a property (API reference 7)."""

    required: Bool = False
    required_error_message: Label = None
    hide_from_form: Bool = False
    translatable: Bool = False
    allow_newlines: Bool = False
    min_length: Int | None = None
    max_length: Int | None = None
    recommended_min_length: Int | None = None
    recommended_max_length: Int | None = None
    min_value: Number | None = None
    max_value: Number | None = None
    max_items: Int | None = None
    min: Int | None = None
    max: Int | None = None
    data_provider: DataProvider | None = None
    document_type: Handles = ()
    content_type: Handles = ()
    published: Bool | None = None


class PropertyUiConfig(Model):
    """How the editor presents a property."""

    read_only: Bool = False
    placeholder: Label = None


class PropertyUi(Model):
    """Label and presentation of a property."""

    label: Label = None
    config: PropertyUiConfig = Field(default_factory=PropertyUiConfig.model_construct)


class Property(Model):
    """One metadata property, or one parameter of a purpose; `type` names its plugin."""

    handle: Str = ""
    type: Str = ""
    config: PropertyConfig = Field(default_factory=PropertyConfig.model_construct)
    ui: PropertyUi = Field(default_factory=PropertyUi.model_construct)

    def label(self, language: str) -> str:
        """The property's name in the person's language."""
        return say_label(self.ui.label, self.handle, language)

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The values to choose from; empty for free input."""
        return self.config.data_provider.items if self.config.data_provider else ()
