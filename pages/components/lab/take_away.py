"""Take away: answers and choices as files, without names."""

from __future__ import annotations

import streamlit as st

from pages.components import runtime
from pages.components.lab.period import choose_period
from tutor_core.accounts.queries import Person
from tutor_core.analytics.takeaway.queries import take_away
from tutor_core.errors import InvalidInputError

LONGEST_SEED = 40


def draw_take_away(person: Person) -> None:
    """Draw a period, a seed, and the file."""
    st.markdown(
        "One ZIP file: every answer as an event with the columns of DataShop, every choice with "
        "its candidates, probability and policy version, the items, the policies, and a codebook. "
        "Each table is a CSV and a Parquet file. No names, nothing that anybody typed; classes of "
        "fewer than 5 learners are not told, and whoever withdrew from research is left out."
    )
    period = choose_period(person, "lab_take_away")
    seed = st.text_input(
        "Seed of the pseudonyms", "1", key="lab_seed", max_chars=LONGEST_SEED,
        persist_state="page",
    )  # fmt: skip
    st.caption("The same seed gives the same file; another one gives everybody another pseudonym.")
    if not st.button("Prepare the file", type="primary", icon=":material/inventory_2:"):
        return
    try:
        with st.spinner("Reading the log …"), runtime.database().reading() as db:
            packed = take_away(
                db, person.actor, period, secret=runtime.settings().cookie_key, seed=seed
            )
    except InvalidInputError as error:
        st.info(str(error), icon=":material/group_off:")
        return
    st.download_button(
        f"Download ({max(1, len(packed) // 1024):,} kB)",
        packed,
        file_name=f"tutor-log-{period.since:%Y-%m-%d}-{period.until:%Y-%m-%d}.zip",
        mime="application/zip",
        icon=":material/download:",
        on_click="ignore",
        key="lab_download",
    )
