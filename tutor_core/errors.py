"""What a person may be told. Every message is one sentence that says how to mend it."""


class TutorError(Exception):
    """An expected failure; its message is shown to the person as it stands."""


class NotAllowedError(TutorError):
    """The actor may not do or see this; the refusal is written to the audit log."""

    def __init__(self, action: str, message: str = "You do not have access to this.") -> None:
        super().__init__(message)
        self.action = action


class NotFoundError(TutorError):
    """There is no such thing, or none that this actor may know of."""


class StaleStateError(TutorError):
    """The screen showed something that has changed meanwhile."""


class InvalidInputError(TutorError):
    """What was entered cannot be used; `field` names the field to mend."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class TooManyTriesError(TutorError):
    """Something was tried too often; the message says when it may be tried again."""


class SetupError(TutorError):
    """The product cannot start as configured; the message says what to change."""
