"""What `.streamlit/config.toml` must keep saying: each line was measured or is a safeguard."""

import tomllib
from pathlib import Path

import pytest
from streamlit import config

CONFIG = tomllib.loads((Path(__file__).parent.parent / ".streamlit/config.toml").read_text())


@pytest.mark.parametrize(
    ("section", "name", "value"),
    [
        ("server", "address", "127.0.0.1"),
        ("server", "headless", True),
        ("server", "maxUploadSize", 5),
        ("server", "maxMessageSize", 10),
        ("server", "enableCORS", True),
        ("server", "enableXsrfProtection", True),
        ("server", "xsrfCookieSameSite", "lax"),
        ("server", "disconnectedSessionTTL", 30),
        ("server", "fileWatcherType", "none"),
        ("server", "enableStaticServing", False),
        ("client", "showErrorDetails", "none"),
        ("client", "showErrorLinks", False),
        ("client", "toolbarMode", "minimal"),
        ("browser", "gatherUsageStats", False),
        ("runner", "postScriptGC", False),
    ],
)
def test_a_setting_stays(section, name, value):
    assert CONFIG[section][name] == value


def test_figures_have_the_ten_colours_without_which_plotly_takes_none_of_them():
    assert len(CONFIG["theme"]["chartCategoricalColors"]) == 10


def test_secrets_and_switches_that_open_doors_are_not_in_the_file():
    assert "cookieSecret" not in CONFIG["server"]
    assert not {name for name in CONFIG["server"] if "agent" in name.lower()}
    assert "corsAllowedOrigins" not in CONFIG["server"]
    assert not [
        option.key
        for option in config.get_config_options().values()
        if "agentapi" in option.key.lower() and option.default_val
    ]


def test_every_setting_is_one_that_streamlit_knows():
    known = set(config.get_config_options())
    flat = {
        f"{section}.{name}"
        for section, settings in CONFIG.items()
        for name, value in settings.items()
        if not isinstance(value, dict)
    }
    assert flat <= known
