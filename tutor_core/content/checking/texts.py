"""Finds what would look broken to a learner: LaTeX that does not parse, unfilled places."""

import re
from collections.abc import Iterator

from pylatexenc.latexwalker import LatexWalker, LatexWalkerParseError

_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
_MATH = re.compile(r"\$\$(.*?)\$\$|\$(.*?)\$", re.DOTALL)
_UNFILLED = re.compile(r"\{\{\s*[a-z][^{}\\]*\}\}")
_SCRIPTS = {
    re.compile(r"[\^_]\s*$|[\^_]\s*[}&]"): "a raised or lowered place with nothing in it",
    re.compile(r"([\^_])\s*(?:\{[^{}]*\}|[^{\s])\s*\1"): "two raised or lowered places in a row",
}
_UGLY = {
    re.compile(r"[+-]\s*-|-\s*\+"): "two signs side by side",
    re.compile(r"(?<![\d.\w}^_])1[a-z](?![a-z])"): "a factor 1 that nobody writes",
    re.compile(r"(?<![\d.\w}^_])0[a-z](?![a-z])"): "a term with the factor 0",
}


# Commands of LaTeX which KaTeX draws and the curriculum may use; a journey looks at those in use.
_DRAWN = """
alpha angle approx arccos arcsin arctan bar begin beta binom boldsymbol bullet cap cdot cdots circ
colon cong cos cot cup ddots delta Delta det dfrac displaystyle div dots ell emptyset end epsilon
equiv eta exists exp forall frac gamma Gamma ge geq gg hat hline iff iint implies in infty int kern
lambda Lambda land langle lceil ldots le left leftarrow Leftrightarrow leq lfloor lim ll ln lnot log
longrightarrow lor lvert mapsto mathbb mathbf mathrm max mid min mp mu nabla ne neg neq nu omega
Omega operatorname overleftrightarrow overline overrightarrow parallel partial perp phi Phi pi pm
prime prod propto psi Psi qquad quad rangle rceil rfloor rho right Rightarrow rightarrow rvert
setminus sigma Sigma sim simeq sin sqrt square subset subseteq sum tan tau text textbf textit tfrac
theta Theta therefore tilde times to triangle underbrace underline varepsilon varphi vdots vec vee
vert wedge widehat xi zeta
"""
_COMMANDS = frozenset(_DRAWN.split())


def text_problems(text: str) -> Iterator[str]:
    """Yield what is wrong with a text of Markdown and LaTeX."""
    if placeholder := _UNFILLED.search(_CODE.sub(" ", text)):
        yield f"`{placeholder[0]}` is left unfilled; the item has no template"
    if any("$$" in line and line.strip() != "$$" for line in text.splitlines()):
        yield "$$ does not stand alone on its line, as Markdown wants it"
    plain = _CODE.sub(" ", text).replace("\\$", " ")
    for display, inline in _MATH.findall(plain):
        yield from _math_problems(display or inline)
        if inline != inline.strip():
            yield f"`${inline}$` has a space inside its dollar signs, so it stays unformatted"
    outside = _MATH.sub(" ", plain)
    if "$" in outside:
        yield "a dollar sign is not closed; write \\$ for a price"
    if re.search(r"\\[a-zA-Z]+", outside):
        yield "LaTeX stands outside of dollar signs"


def _math_problems(math: str) -> Iterator[str]:
    walker = LatexWalker(math, tolerant_parsing=False)
    try:
        walker.get_latex_nodes()
    except LatexWalkerParseError as error:
        yield f"`{math.strip()}` is not LaTeX: {error.msg}"
    for name in re.findall(r"\\([a-zA-Z]+)", math):
        if name not in _COMMANDS:
            yield f"`\\{name}` is a command that the pages are not known to draw"
    if len(re.findall(r"\\left\b", math)) != len(re.findall(r"\\right\b", math)):
        yield f"`{math.strip()}` has \\left without \\right, or the other way round"
    for pattern, meaning in (_SCRIPTS | _UGLY).items():
        if pattern.search(math):
            yield f"`{math.strip()}` has {meaning}"
