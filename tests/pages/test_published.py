"""What verifiers of credentials fetch, through the routes as the server has them."""

import dataclasses
import json
import secrets

import pytest
from joserfc import jws
from joserfc.jwk import KeySet
from starlette.applications import Starlette
from starlette.testclient import TestClient

from pages.components import routes, runtime
from tests.badges.conftest import ONE_RIGHT
from tests.rows import add_student
from tutor_core import models as m
from tutor_core.badges import service
from tutor_core.badges.keys import new_key
from tutor_core.badges.loading.service import load_badges
from tutor_core.badges.queries import CRITERIA
from tutor_core.badges.views import evidence_of, read_only

BASE = "https://tutor.example"
