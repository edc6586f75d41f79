"""A page with every text of a subject, drawn as the pages of the product draw it."""

import streamlit as st

from pages.components import prose
from tutor_core.content.shipped import shipped_curriculum

wanted = st.query_params.get("subject")
curriculum = shipped_curriculum()
for item in curriculum.items:
    if item.subject == wanted:
        shown = item.variant(1)
        specs = [shown.answer_spec, *(step.answer_spec for step in shown.steps)]
        texts = [shown.question, shown.explanation, *shown.hints]
        texts += [text for step in shown.steps for text in (step.question, step.explanation)]
        texts += [entry["message"] for spec in specs for entry in spec.get("misconceptions", ())]
        texts += [text for spec in specs for text in spec.get("choices", {}).values()]
        with st.container(key=item.slug):
            st.markdown("\n\n".join(prose.content(text) for text in texts))
for lesson in curriculum.lessons:
    if lesson.subject == wanted:
        with st.container(key=lesson.slug):
            st.markdown(
                "\n\n".join(map(prose.content, (lesson.idea, lesson.example, lesson.mistake)))
            )
