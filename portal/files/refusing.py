"""Why a file was not taken, and what helps, in the reader's language."""

from portal.files.allowance import Allowance
from portal.files.kinds import Reason
from portal.ground.catalogue import _
from portal.ground.wording import size as size_words


def why(reason: Reason, name: str, allowance: Allowance) -> str:
    """The sentence for one file."""
    given = _of_amount(reason, name, allowance) or _of_picture(reason, name)
    return given or _of_kind(reason, name)


def _of_amount(reason: Reason, name: str, allowance: Allowance) -> str | None:
    match reason:
        case Reason.EMPTY:
            return _("“%(name)s” is empty. Check that it was saved and choose it again.", name=name)
        case Reason.TOO_BIG:
            return _(
                "“%(name)s” is larger than %(limit)s. Send the part that shows the problem, or compress it.",
                name=name,
                limit=size_words(allowance.size),
            )
        case Reason.TOO_MANY:
            return _(
                "“%(name)s” was not added: there is no room for another file here. Remove one, or put several in a ZIP file.",
                name=name,
            )
        case Reason.OVER_BUDGET:
            return _(
                "“%(name)s” was not added: you have reached the limit for one day. Send the part that matters most, or try again tomorrow. If it can’t wait, tell us in your message.",
                name=name,
            )
        case Reason.BUSY:
            return _(
                "“%(name)s” was not added: we’re busy with other pictures. Try again in a minute.",
                name=name,
            )
    return None


def _of_picture(reason: Reason, name: str) -> str | None:
    match reason:
        case Reason.TOO_MANY_PIXELS:
            return _(
                "“%(name)s” has more than 40 million pixels. Crop it to the part that shows the problem, or reduce its size.",
                name=name,
            )
        case Reason.TOO_LONG:
            return _(
                "“%(name)s” is too long for an animated image. Send a shorter one, or a video.",
                name=name,
            )
        case Reason.SEVERAL_PAGES:
            return _(
                "“%(name)s” has several pages, and only the first would be saved. Send it as a PDF.",
                name=name,
            )
        case Reason.BROKEN_PICTURE:
            return _(
                "“%(name)s” can’t be read as an image. Save it again as PNG or JPEG, then choose the new file.",
                name=name,
            )
        case Reason.TOO_SLOW:
            return _(
                "“%(name)s” took too long to read. Save it again as a smaller PNG or JPEG, then choose the new file.",
                name=name,
            )
        case Reason.HEIC:
            return _(
                "“%(name)s” is in Apple’s HEIC format, which we can’t read. Send it as JPEG: on an iPhone, take a screenshot of it, or choose “Most Compatible” under Settings › Camera › Formats for new photos.",
                name=name,
            )
        case Reason.NO_PICTURE:
            return _("“%(name)s” isn’t a picture. Choose a PNG, JPEG, GIF or WebP.", name=name)
    return None


def _of_kind(reason: Reason, name: str) -> str:
    match reason:
        case Reason.PROGRAM:
            return _(
                "“%(name)s” is a program or script, and we don’t accept those. Send a screenshot or a log file instead.",
                name=name,
            )
        case Reason.MACROS:
            return _(
                "“%(name)s” has macros, and we don’t accept files with macros. Save it without macros (as .docx, .xlsx or .pptx) or as a PDF.",
                name=name,
            )
        case Reason.WEB_PAGE:
            return _(
                "“%(name)s” is a web page or drawing that can contain scripts. Send a screenshot or a PDF of it instead.",
                name=name,
            )
        case Reason.NAME_DISAGREES:
            return _(
                "The content of “%(name)s” doesn’t match its file extension. Correct the extension, or save the file again in that format.",
                name=name,
            )
        case _other:
            return _(
                "“%(name)s” is a type of file we don’t accept. Send an image, video, audio, log, PDF, Office document or email, or put the file in a ZIP.",
                name=name,
            )
