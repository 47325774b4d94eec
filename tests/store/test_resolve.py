"""Which server is meant and where every value comes from."""

from __future__ import annotations

from pathlib import Path

import pytest

from medialib_tui.model.server import Access
from medialib_tui.store.errors import NoServer, SettingsError
from medialib_tui.store.resolve import Effective, Flags, effective
from medialib_tui.store.secrets import Source
from medialib_tui.store.settings import Settings, parse_settings

FILE = Path("/config/settings.toml")
LIVE = '[servers.live]\nurl = "https://cms.example.com"\n'
TEST = '[servers.test]\nurl = "http://localhost:9090"\n'
BOTH = LIVE + TEST


def settings(text: str = "") -> Settings:
    """The settings of a text."""
    return parse_settings(text, FILE)


def settle(text: str = "", flags: Flags | None = None, **environ: str) -> Effective:
    """What is effective; variables are given without their common beginning."""
    variables = {f"MEDIALIB_{name}": value for name, value in environ.items()}
    return effective(flags or Flags(), variables, settings(text))


def refusal(text: str = "", flags: Flags | None = None, **environ: str) -> SettingsError:
    """The error instead."""
    with pytest.raises(SettingsError) as caught:
        settle(text, flags, **environ)
    return caught.value


class TestServer:
    """Which server is meant."""

    def test_two_variables_are_enough(self) -> None:
        found = settle(URL="https://cms.example.com/api/2026-05", TOKEN="sample")
        assert found.server.url == "https://cms.example.com"
        assert found.server.name == "cms.example.com"
        assert found.server.api_version == "2026-05"
        assert found.token_source.kind is Source.VARIABLE
        assert found.origins["url"] == "MEDIALIB_URL"
        assert found.origins["token"] == "MEDIALIB_TOKEN"
        assert found.warnings == ()

    @pytest.mark.parametrize(
        ("flag", "variable", "default", "expected", "origin"),
        [
            ("test", "live", "live", "test", "--server"),
            (None, "test", "live", "test", "MEDIALIB_SERVER"),
            (None, "", "test", "test", str(FILE)),
            (None, " test ", "live", "test", "MEDIALIB_SERVER"),
        ],
    )
    def test_flag_before_variable_before_file(
        self, flag: str | None, variable: str, default: str, expected: str, origin: str
    ) -> None:
        found = settle(f'server = "{default}"\n{BOTH}', Flags(server=flag), SERVER=variable)
        assert (found.server.name, found.origins["name"]) == (expected, origin)

    def test_both_variables_take_an_address(self) -> None:
        address = "https://other.example.com/"
        for found in (settle(BOTH, SERVER=address), settle(BOTH, URL=address)):
            assert found.server.url == "https://other.example.com"

    def test_an_address_of_a_configured_server_is_that_server(self) -> None:
        text = LIVE + "production = true\ntimeout = 7\n" + TEST
        found = settle(text, Flags(server="https://CMS.example.com:443/api/v1"))
        assert found.server.name == "live"
        assert found.server.production
        assert (found.server.timeout, found.server.api_version) == (7, "v1")

    def test_of_two_servers_at_one_address_the_default_is_meant(self) -> None:
        second = '[servers.second]\nurl = "https://cms.example.com"\n'
        found = settle(f'server = "second"\n{LIVE}{second}', URL="https://cms.example.com")
        assert found.server.name == "second"

    def test_variables_that_disagree_are_refused(self) -> None:
        error = refusal(BOTH, URL="https://other.example.com", SERVER="live")
        assert "different servers" in error.title

    def test_variables_that_agree_are_fine(self) -> None:
        assert settle(BOTH, URL="https://cms.example.com", SERVER="live").server.name == "live"

    def test_nothing_configured_says_how_to_begin(self) -> None:
        with pytest.raises(NoServer) as caught:
            settle()
        assert "--demo" in caught.value.hint
        assert "server add" in caught.value.hint

    def test_several_without_a_default_are_named(self) -> None:
        with pytest.raises(NoServer) as caught:
            settle(BOTH)
        assert "live, test" in caught.value.detail

    def test_a_mistyped_name_names_the_nearest(self) -> None:
        assert "“live”" in refusal(BOTH, Flags(server="life")).hint

    def test_an_unknown_single_word_is_no_host(self) -> None:
        assert "https://cmshost" in refusal(BOTH, Flags(server="cmshost")).hint

    @pytest.mark.parametrize(
        "text", ["ftp://h.example", "https://", "a b", "https://u:p@h.example"]
    )
    def test_an_address_that_cannot_be_one_names_its_flag(self, text: str) -> None:
        assert "--server" in refusal("", Flags(server=text)).title

    def test_the_sample_library_needs_nothing(self) -> None:
        found = settle(BOTH, Flags(demo=True), URL="https://other.example", TOKEN="sample")
        assert (found.server.name, found.server.url) == ("demo", "http://demo.invalid")
        assert found.token_source.kind is Source.NONE
        assert found.warnings == ()

    def test_the_sample_library_takes_a_token_from_standard_input(self) -> None:
        found = settle("", Flags(demo=True, token_stdin="sample", read_only=True))
        assert found.token_source.kind is Source.GIVEN
        assert found.server.read_only

    def test_the_sample_library_excludes_another_server(self) -> None:
        assert "--demo" in refusal(BOTH, Flags(demo=True, server="live")).title


class TestVersion:
    """The API version."""

    @pytest.mark.parametrize(
        ("flag", "flag_url", "variable", "variable_url", "line", "expected", "origin"),
        [
            ("v1", "/api/2025-03", "2025-05", "", "2025-07", "v1", "--api-version"),
            (None, "/api/2025-03", "2025-05", "", "2025-07", "2025-03", "--server"),
            (None, "", "2025-05", "/api/2025-09", "2025-07", "2025-05", "MEDIALIB_API_VERSION"),
            (None, "", "", "/api/2025-09", "2025-07", "2025-09", "MEDIALIB_URL"),
            (None, "", "", "", "2025-07", "2025-07", str(FILE)),
            (None, "", "", "", "", "auto", "default"),
            ("auto", "", "", "", "2025-07", "auto", "--api-version"),
        ],
    )
    def test_precedence(
        self,
        flag: str | None,
        flag_url: str,
        variable: str,
        variable_url: str,
        line: str,
        expected: str,
        origin: str,
    ) -> None:
        root = "https://cms.example.com"
        found = settle(
            LIVE + (f'api_version = "{line}"\n' if line else ""),
            Flags(server=root + flag_url if flag_url else None, api_version=flag),
            API_VERSION=variable,
            URL=root + variable_url if variable_url else "",
        )
        assert (found.server.api_version, found.origins["api_version"]) == (expected, origin)

    def test_the_version_in_the_address_of_the_file_comes_from_the_file(self) -> None:
        found = settle('[servers.a]\nurl = "https://h.example/api/2025-11"')
        assert (found.server.api_version, found.origins["api_version"]) == ("2025-11", str(FILE))

    @pytest.mark.parametrize("version", ["2026-04", "v2", "", "2026-05/../x"])
    def test_a_wrong_one_names_its_flag(self, version: str) -> None:
        assert "--api-version" in refusal(LIVE, Flags(api_version=version)).title


class TestTightening:
    """Read-only and production can be tightened and never loosened."""

    @pytest.mark.parametrize("flag", [False, True])
    @pytest.mark.parametrize("variable", ["", "0", "1", "yes", "off", "TRUE"])
    @pytest.mark.parametrize("line", ["", "read-only", "read-write"])
    def test_read_only_as_soon_as_one_place_says_so(
        self, flag: bool, variable: str, line: str
    ) -> None:
        text = LIVE + (f'access = "{line}"\n' if line else "")
        found = settle(text, Flags(read_only=flag), READ_ONLY=variable)
        expected = flag or variable.lower() in {"1", "yes", "true"} or line == "read-only"
        assert found.server.read_only is expected

    def test_the_origin_is_the_first_that_says_so(self) -> None:
        text = LIVE + 'access = "read-only"\n'
        assert settle(text, Flags(read_only=True)).origins["access"] == "--read-only"
        assert settle(text, READ_ONLY="1").origins["access"] == "MEDIALIB_READ_ONLY"
        assert settle(text, READ_ONLY="0").origins["access"] == str(FILE)
        assert settle(LIVE).origins["access"] == "default"

    def test_a_value_that_is_neither_yes_nor_no_is_refused(self) -> None:
        assert "MEDIALIB_READ_ONLY" in refusal(LIVE, READ_ONLY="maybe").title

    @pytest.mark.parametrize(
        "address",
        [
            "https://cms.example.com/proxy/api",
            "http://cms.example.com",
            "https://CMS.EXAMPLE.COM/x",
        ],
    )
    def test_another_address_on_a_production_host_is_production_too(self, address: str) -> None:
        text = LIVE + 'production = true\naccess = "read-only"\n'
        for found in (settle(text, Flags(server=address)), settle(text, URL=address)):
            assert found.server.production
            assert found.server.access is Access.READ_ONLY
            assert found.token_source.kind is Source.NONE

    @pytest.mark.parametrize(
        "address", ["https://cms.example.com:8443", "https://example.com", "http://localhost:9090"]
    )
    def test_another_host_or_port_is_not(self, address: str) -> None:
        text = LIVE + 'production = true\naccess = "read-only"\n'
        found = settle(text, Flags(server=address))
        assert not found.server.production
        assert not found.server.read_only


class TestTimeout:
    """The time limit."""

    @pytest.mark.parametrize(
        ("flag", "variable", "line", "expected", "origin"),
        [
            (3.0, "4", "5", 3.0, "--timeout"),
            (None, "4", "5", 4.0, "MEDIALIB_TIMEOUT"),
            (None, "", "5", 5.0, str(FILE)),
            (None, "", "", 20.0, "default"),
        ],
    )
    def test_precedence(
        self, flag: float | None, variable: str, line: str, expected: float, origin: str
    ) -> None:
        text = LIVE + (f"timeout = {line}\n" if line else "")
        found = settle(text, Flags(timeout=flag), TIMEOUT=variable)
        assert (found.server.timeout, found.origins["timeout"]) == (expected, origin)

    @pytest.mark.parametrize("text", ["x", "0", "-1", "nan", "inf", "601"])
    def test_a_wrong_one_names_its_variable(self, text: str) -> None:
        assert "MEDIALIB_TIMEOUT" in refusal(LIVE, TIMEOUT=text).title

    def test_a_wrong_one_names_its_flag(self) -> None:
        assert "--timeout" in refusal(LIVE, Flags(timeout=0.0)).title


class TestCertificates:
    """Authorities of one's own."""

    def test_the_bundle_of_the_server_wins(self, tmp_path: Path) -> None:
        bundle = tmp_path / "ca.pem"
        bundle.write_text("")
        found = effective(
            Flags(),
            {"SSL_CERT_FILE": "/nowhere"},
            settings(LIVE + f'ca_bundle = "{bundle}"\n'),
        )
        assert found.server.ca_bundle == str(bundle)
        assert found.origins["ca_bundle"] == str(FILE)

    def test_the_common_variable_is_used_without_one(self, tmp_path: Path) -> None:
        bundle = tmp_path / "ca.pem"
        bundle.write_text("")
        found = effective(Flags(), {"SSL_CERT_FILE": str(bundle)}, settings(LIVE))
        assert found.server.ca_bundle == str(bundle)
        assert found.origins["ca_bundle"] == "SSL_CERT_FILE"

    def test_a_missing_bundle_names_its_key(self) -> None:
        error = refusal(LIVE + 'ca_bundle = "/nowhere/ca.pem"\n')
        assert "servers.live.ca_bundle" in error.title

    def test_http_needs_none(self) -> None:
        assert settle(TEST + 'ca_bundle = "/nowhere/ca.pem"\n').server.ca_bundle is None


class TestWarnings:
    """What is said once at the start."""

    @pytest.mark.parametrize(
        "address",
        ["http://localhost", "http://127.0.0.1:80", "http://[::1]:9", "https://h.example"],
    )
    def test_none_on_this_machine_or_over_tls(self, address: str) -> None:
        assert settle(URL=address).warnings == ()

    @pytest.mark.parametrize(
        "address", ["http://h.example", "http://127.evil.example", "http://localhost.example"]
    )
    def test_plain_http_elsewhere_is_said(self, address: str) -> None:
        assert "unencrypted" in settle(URL=address).warnings[0]

    def test_a_mistyped_variable_is_said(self) -> None:
        found = settle(LIVE, READONLY="1")
        assert "MEDIALIB_READONLY" in found.warnings[0]
        assert "MEDIALIB_READ_ONLY" in found.warnings[0]

    def test_a_variable_named_in_the_settings_is_known(self) -> None:
        text = LIVE + 'token_env = "MEDIALIB_LIVE_TOKEN"\n'
        assert settle(text, LIVE_TOKEN="sample", DEBUG="1").warnings == ()
