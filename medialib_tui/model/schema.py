"""The parts of the project configuration this client needs (API reference 6).

Only declared fields are read: the whole document can hold secrets and is never kept. Parts that
are not configured are made unvalidated: nothing is built for a project that is not known.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from pydantic import Field

from medialib_tui.model.base import Bool, Label, Model, Str
from medialib_tui.model.labels import say_label
from medialib_tui.model.property import Handles, Property


class MediaTypeInfo(Model):
    """Label and description of a media type."""

    label: Label = None
    description: Label = None


class MediaTypeAsset(Model):
    """What may be done to the asset of a media type."""

    translatable: Bool = False
    replaceable: Bool = False


class DeletionRoutine(Model):
    """Automatic deletion; its presence hints at 2025 Behavior (API reference 4.3)."""

    enabled: Bool = False


class MediaType(Model):
    """A media type with its metadata properties in form order."""

    type: Str = ""
    handle: Str = ""
    info: MediaTypeInfo = Field(default_factory=MediaTypeInfo.model_construct)
    asset: MediaTypeAsset = Field(default_factory=MediaTypeAsset.model_construct)
    metadata: tuple[Property, ...] = ()
    deletion_routine: DeletionRoutine = Field(default_factory=DeletionRoutine.model_construct)

    def label(self, language: str) -> str:
        """The media type's name in the person's language."""
        return say_label(self.info.label, self.handle, language)

    def property(self, handle: str) -> Property | None:
        """The property of that handle, if the media type has it."""
        return next((item for item in self.metadata if item.handle == handle), None)


class Purpose(Model):
    """A usage purpose (API reference 6.4)."""

    handle: Str = ""
    label: Label = None
    internal: Bool = False
    content_type: Handles = ()
    params_schema: tuple[Property, ...] = ()


class LicenseRule(Model):
    """What a license profile says about one purpose."""

    cost_class: Str | None = None
    billing_mode: Str | None = None


class LicenseProfile(Model):
    """A license profile; a purpose missing from `rules` must not be published."""

    handle: Str = ""
    label: Label = None
    color: Str | None = None
    approval_required: Bool = False
    rules: dict[str, LicenseRule] = Field(default_factory=dict)


class LicenseProfiles(Model):
    """All license profiles; `enabled` false means assignable but not enforced."""

    enabled: Bool = True
    profiles: tuple[LicenseProfile, ...] = ()


class UsageLogConfig(Model):
    """The place of purposes on servers of release 2026-03 and 2026-05."""

    purposes: tuple[Purpose, ...] = ()


class MediaCenter(Model):
    """Usage purposes and license profiles."""

    usage_purposes: tuple[Purpose, ...] = ()
    usage_log: UsageLogConfig = Field(default_factory=UsageLogConfig.model_construct)
    license_profiles: LicenseProfiles = Field(default_factory=LicenseProfiles.model_construct)


class Language(Model):
    """A content language of the project."""

    label: Label = None
    locale: Str = ""


class Languages(Model):
    """The project's content languages."""

    available: tuple[Language, ...] = ()
    default_language: Language = Field(default_factory=Language.model_construct)


class ProjectSettings(Model):
    """The project's settings, as far as they concern media."""

    languages: Languages = Field(default_factory=Languages.model_construct)


class DeliveryLink(Model):
    """A link pattern of a content type."""

    label: Label = None
    url: Str | None = None


class ContentTypeEditor(Model):
    """Editor settings of a content type."""

    delivery_links: tuple[DeliveryLink, ...] = ()


class ContentType(Model):
    """How documents of one content type are called and linked."""

    handle: Str = ""
    info: MediaTypeInfo = Field(default_factory=MediaTypeInfo.model_construct)
    display_title_pattern: Str | None = None
    metadata: tuple[Property, ...] = ()
    editor: ContentTypeEditor = Field(default_factory=ContentTypeEditor.model_construct)


class UrlPattern(Model):
    """Origin and path pattern of a delivery."""

    origin: Str | None = None
    path_pattern: Str | None = None


class Delivery(Model):
    """A delivery with its URL pattern (API reference 6.5)."""

    handle: Str = ""
    label: Label = None
    is_primary: Bool = False
    url: UrlPattern = Field(default_factory=UrlPattern.model_construct)


class Project(Model):
    """What is known of the project; `known` is false where the configuration was not readable."""

    known: Bool = True
    unknown_because: Str = ""
    settings: ProjectSettings = Field(default_factory=ProjectSettings.model_construct)
    media_types: tuple[MediaType, ...] = ()
    content_types: tuple[ContentType, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    media_center: MediaCenter = Field(default_factory=MediaCenter.model_construct)

    @classmethod
    def unknown(cls, because: str = "") -> Project:
        """Nothing is known of it; made without building the models, which takes its time."""
        return cls.model_construct(known=False, unknown_because=because)

    def media_type(self, handle: str | None) -> MediaType | None:
        """The media type of that handle; the default image type where none is configured."""
        found = _by_handle(self.media_types, handle)
        if found is None and self.known and not self.media_types and handle == "image":
            return default_image()
        return found

    def content_type(self, handle: str | None) -> ContentType | None:
        """The content type of that handle."""
        return next((item for item in self.content_types if item.handle == handle), None)

    @property
    def purposes(self) -> tuple[Purpose, ...]:
        """Usage purposes, wherever this server's release keeps them."""
        return self.media_center.usage_purposes or self.media_center.usage_log.purposes

    def purpose(self, handle: str | None) -> Purpose | None:
        """The purpose of that handle; None when it is no longer configured."""
        return next((item for item in self.purposes if item.handle == handle), None)

    def license_profile(self, handle: str | None) -> LicenseProfile | None:
        """The license profile of that handle."""
        profiles = self.media_center.license_profiles.profiles
        return next((item for item in profiles if item.handle == handle), None)

    @property
    def behavior_2025_evidence(self) -> tuple[str, ...]:
        """What in the configuration hints that 2025 Behavior is on (API reference 4.3)."""
        found = []
        if self.purposes:
            found.append("usage purposes are configured")
        if self.media_center.license_profiles.profiles:
            found.append("license profiles are configured")
        if any(item.deletion_routine.enabled for item in self.media_types):
            found.append("a media type has a deletion routine")
        return tuple(found)


def _by_handle(items: Iterable[MediaType], handle: str | None) -> MediaType | None:
    return next((item for item in items if item.handle == handle), None)


@cache
def default_image() -> MediaType:
    """What a server without configured media types uses (API reference 6.1)."""
    return MediaType(
        type="mediaImage",
        handle="image",
        metadata=tuple(
            Property(handle=handle, type="li-text")
            for handle in ("title", "caption", "source", "description")
        ),
    )
