"""The server: Home.py inside an ASGI app, with our routes beside it."""

import gc
import importlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from starlette.middleware import Middleware
from streamlit.runtime.pages_manager import PagesManager

from pages.components import routes, runtime
from pages.components.known_hosts import KnownHosts
from tutor_core.content.grading import close, warm_up
from tutor_core.operations.serving import streamlit_secrets
from tutor_core.settings import read_settings

# A `pages/` folder would put a fresh process into Streamlit's old mode, in which a visit to
# /classes runs pages/classes.py without Home.py until st.navigation has run once.
PagesManager.uses_pages_directory = False


# What the first visitor would wait for: Streamlit's text field loads pandas, figures plotly.
LOADED_EARLY = ("pandas", "plotly.graph_objects")


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """Open the database and start the grader before the first visitor comes, not with them."""
    runtime.start()
    warm_up()
    for module in LOADED_EARLY:
        importlib.import_module(module)
    gc.collect()
    gc.freeze()
    yield
    close()


app = st.App(
    "Home.py",
    routes=routes.ROUTES,
    lifespan=lifespan,
    on_script_error=runtime.apologise,
    middleware=[Middleware(KnownHosts)],
    secrets=streamlit_secrets(read_settings()),
)
