"""Which blocks are of the page rather than of the article.

Plain text copied from a web page carries comment forms, share bars, newsletter
boxes and lists of related stories. They are known by set phrases that make up a
whole block, and only as long as the block is short: prose that speaks of
cookies or newsletters is never taken. A dangling start ("Originally published on",
with nothing after it) is furniture as well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_LONGEST = 220

_NETWORK = (
    r"(?:facebook|twitter|x|whatsapp|linkedin|reddit|telegram|bluesky|mastodon|pinterest|threads"
    r"|instagram|youtube|e-?mail|print|copy(?: link)?|link|save|listen|share|tweet)"
)
_ABOUT = r"(?: (?:stories|articles|links|posts|news|coverage|topics|from|on|in|now|this|here))"

_PHRASES = (
    # comment forms
    r"(?:leave|post|write|add) (?:a |your )?(?:reply|comment)(?: cancel reply)?",
    r"cancel reply|\d*\s*(?:comments?|replies|shares?|likes?)(?:\s*\(?\d+\)?)?",
    r"your e-?mail address will not be published\.?(?: required fields are marked ?\*?)?",
    r"your e-?mail address will not be published\.? .{0,60}\b(?:required|fields?|star)\b.{0,40}",
    r"(?:required |all )?fields (?:are |with |marked ).{0,50}|(?:comment|name|e-?mail|website) ?\*",
    r"save my name, e-?mail,? and website in this browser.{0,60}",
    r"(?:log|sign) ?in to (?:comment|reply|leave a comment)\.?",
    # where it came from
    r"(?:this (?:story|article|post|report) )?(?:was )?(?:first |originally )+"
    r"(?:published|appeared) (?:on|in|at|by)(?: [\w.\-’']+){0,6}\.?",
    r"(?:the post|this article) .{1,120} (?:appeared first|first appeared) on .{1,60}",
    r"(?:©|\(c\)|copyright) .{0,140}|all rights reserved\.?",
    # share bars, newsletters, cookies
    rf"{_NETWORK}(?:[\s|,·•/]+(?:this|article|story|on|via|{_NETWORK}))*",
    r"(?:share|follow|find|like|join) (?:this(?: (?:article|story|page|post))?|us)"
    r"(?: (?:on|via) .{1,60})?[:.]?",
    r"(?:sign up|subscribe)(?: now| today| here| free)*"
    r"(?: (?:for|to) (?:our|the|your|this) [^,.;:]{0,60})?[.!:]?",
    r"get (?:our|the) .{0,60}(?:newsletter|in your inbox|to your inbox).{0,40}",
    r"enter your e-?mail(?: address)?.{0,40}|your e-?mail(?: address)?",
    r"(?:we|this (?:site|website)|our (?:site|website)) uses? cookies\b.{0,160}",
    r"accept (?:all )?cookies|(?:cookie|privacy) (?:policy|settings|notice)",
    # other pages
    r"(?:read|see|view) (?:more|next|all|also) ?[:.…»›→]*",
    rf"(?:related|recommended|trending|popular|most read|more){_ABOUT}{{1,3}}(?: .{{0,40}})?:?",
    r"you (?:may|might) also (?:like|be interested in).{0,30}",
    r"advertisements?|sponsored(?: content)?|story continues below(?: advertisement)?",
    r"(?:previous|next) (?:article|post|story) ?[:»›→]?|back to top|skip to (?:main )?content",
    r"log ?in|sign in|register|menu|search|tags?: .{1,120}|filed under:? .{1,120}",
    # German
    r"(?:schreiben sie|hinterlasse|hinterlassen sie) einen? (?:kommentar|antwort).{0,40}",
    r"kommentare?(?: (?:schreiben|verfassen|abschicken))?|antworten abbrechen",
    r"(?:deine|ihre) e-?mail-?adresse wird nicht veröffentlicht\.?.{0,80}",
    r"erforderliche felder sind (?:mit \* )?markiert.{0,12}|mehr zum thema:?",
    r"(?:artikel )?(?:teilen|drucken|merken)(?:[\s|,·•/]+(?:teilen|drucken|merken|e-?mail))*",
    r"newsletter(?: abonnieren)?|(?:alle rechte vorbehalten|anzeige)\.?",
    # French, Spanish, Italian
    r"laisser un commentaire|partager(?: (?:sur|l['’]article).{0,40})?",
    r"(?:à )?lire aussi ?:?.{0,80}",
    r"votre adresse (?:e-?mail|de messagerie) ne sera pas publiée\.?.{0,80}",
    r"deja (?:un comentario|una respuesta)|compartir(?: en .{0,40})?",
    r"tu dirección de correo electrónico no será publicada\.?.{0,80}",
    r"lascia un commento|condividi(?: su .{0,40})?",
    r"il tuo indirizzo e-?mail non sarà pubblicato\.?.{0,80}",
)
_FURNITURE = re.compile("|".join(_PHRASES))
_NEWSLETTER = re.compile(
    r".{0,60}\b(?:sign up|subscribe) (?:for|to) our .{0,50}"
    r"(?:newsletters?|bulletin|e-?mails?|alerts|updates)\b.{0,60}"
)
"""By itself, since it may begin with anything and so has to be tried at many places."""

_LIST_OPENER = re.compile(
    rf"(?:related|recommended|trending|popular|most read|more){_ABOUT}{{1,3}}(?: .{{0,40}})?:?"
    r"|you (?:may|might) also (?:like|be interested in).{0,30}"
    r"|mehr zum thema:?|(?:à )?lire aussi ?:?"
)
"""After these words a list of titles follows, each of the page as well."""
_LONGEST_TITLE = 120
_ENDS_SENTENCE = re.compile(r"[.…:;。]$")


def is_furniture(text: str) -> bool:
    """Whether a block's text is of the page, judged by itself."""
    if len(text) > _LONGEST:
        return False
    plain = _plain(text)
    return bool(_FURNITURE.fullmatch(plain) or (" our " in plain and _NEWSLETTER.fullmatch(plain)))


def _plain(text: str) -> str:
    """In lower case, in which the patterns are, with single spaces."""
    return " ".join(text.lower().split())


def furniture_of(texts: Sequence[str]) -> list[int]:
    """The indices of the blocks that are furniture.

    A text in which everything looks like furniture has none: then it is what the
    article consists of.
    """
    found: list[int] = []
    in_list = False
    for index, text in enumerate(texts):
        if len(text) > _LONGEST:
            in_list = False
        elif is_furniture(text):
            found.append(index)
            in_list = bool(_LIST_OPENER.fullmatch(_plain(text)))
        elif in_list and len(text) <= _LONGEST_TITLE and not _ENDS_SENTENCE.search(text):
            found.append(index)
        else:
            in_list = False
    return found if len(found) < len(texts) else []
