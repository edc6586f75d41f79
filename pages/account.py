"""Account: who is signed in, and their password."""

import streamlit as st

from pages.components import auth, prose, runtime, state
from tutor_core.accounts.queries import Person
from tutor_core.accounts.signing_in import replace_password

PRESENT, NEW = "account_present", "account_new"


@auth.callback
def change(person: Person) -> None:
    replace_password(
        runtime.database(),
        person.actor,
        str(state.widget_value(PRESENT) or ""),
        str(state.widget_value(NEW) or ""),
        keep=state.session_id(),
        cost=runtime.settings().bcrypt_cost,
        now=runtime.now(),
    )
    state.set_widget_value(PRESENT, "")
    state.set_widget_value(NEW, "")
    st.toast("Your password is changed. You were signed out everywhere else.")


person = auth.require_person()
st.title("Account")
st.markdown(f"You sign in as **{prose.plain(person.username)}**.")
st.caption(f"Times are shown for {prose.plain(person.timezone)}; language {person.locale}.")
runtime.draw_notice()
with st.form("account_password"):
    st.subheader("Change your password")
    st.text_input("Present password", type="password", key=PRESENT, autocomplete="current-password")
    st.text_input(
        "New password", type="password", key=NEW, autocomplete="new-password",
        help="10 to 128 characters of any kind. A few words in a row make a good one.",
    )  # fmt: skip
    st.form_submit_button("Change password", type="primary", key="account_change", on_click=change)
