"""Account: who you are, your password, where you are signed in, what is stored about you."""

import streamlit as st

from pages.components import (
    auth,
    confidence,
    profile_form,
    prose,
    runtime,
    session_list,
    state,
    stored_data,
)
from pages.components.classes import joining
from pages.components.registering import PASSWORD_HELP
from tutor_core.accounts.queries import Account, Person, own_account
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


def draw_password(account: Account) -> None:
    if not account.has_password:
        provider = runtime.settings().openid
        name = provider.name if provider else "another service"
        st.markdown(f"You sign in with {prose.plain(name)}; there is no password to change here.")
        return
    with st.form("account_password"):
        st.text_input(
            "Present password", type="password", key=PRESENT, autocomplete="current-password"
        )
        st.text_input(
            "New password", type="password", key=NEW, autocomplete="new-password",
            help=PASSWORD_HELP,
        )  # fmt: skip
        st.form_submit_button(
            "Change password", type="primary", key="account_change", on_click=change
        )
    st.caption("You stay signed in here and are signed out everywhere else.")


person = auth.require_person()
with runtime.database().reading() as db:
    account = own_account(db, person.actor)
st.title("Account")
runtime.draw_notice()
if "join" in st.query_params:
    joining.draw(person)
    st.stop()
section = st.radio(
    "What would you like to see?",
    ["Profile", "Classes", "Password", "Sessions", "Your data"],
    key="account_section",
    label_visibility="collapsed",
    horizontal=True,
    bind="query-params",
)
if section == "Profile":
    profile_form.draw(account)
    confidence.draw_wish(person, place="account")
elif section == "Classes":
    joining.draw(person)
elif section == "Password":
    draw_password(account)
elif section == "Sessions":
    session_list.draw(person)
else:
    stored_data.draw(person)
