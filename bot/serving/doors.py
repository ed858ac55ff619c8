"""What stands before every public route: who may ask, how often, and from which page. Cheap checks, before any body.

One table says what a route costs; a route that is not in it is a page to read. WeChat's callback has checks of its own
(a signature over every push), so only the refusals of an address count there, where they are made.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.serving.http import client_address, error_response, forwarded_scheme
from bot.serving.limits import DAY_S, HOUR_S, Limiters, RateLimiter
from bot.serving.metrics import Metrics
from common.settings import ServerSettings
from common.settings_allowances import LimitSettings
from web.header_parameters import is_plain_type

ADDRESS = web.RequestKey("client_address", str)
"""The person's address, as far as limits need it: of IPv6 the network, for that is what one person has."""
OWN_PAGE = web.RequestKey("own_page", bool)
"""Whether it comes from a page of ours, or from none: what a look at something changes is changed only then."""

MESSAGES, READS, SESSIONS, TICKETS = "messages", "reads", "sessions", "tickets"
_COSTS = {
    ("POST", "/api/v1/messages"): MESSAGES,
    ("POST", "/api/v1/feedback"): MESSAGES,
    ("POST", "/api/v1/session"): SESSIONS,
    ("POST", "/api/v1/tickets"): TICKETS,
    ("POST", "/ticket"): TICKETS,
    ("POST", "/ticket/{number}/add"): MESSAGES,
    ("POST", "/ticket/{number}/settle"): MESSAGES,
    ("POST", "/ticket/{number}/rate"): MESSAGES,
    ("POST", "/ticket-recovery"): TICKETS,
}
_FREE = ("/healthz", "/readyz", "/static/{version}/{name}", "/wechat")
_DESK = "/desk"
"""Agents have limits of their own, and may be visitors in the same browser."""
_RECOVERIES = 10
_RECOVERIES_OF_ADDRESS = 60
"""A dormitory shares an address, and some of it mistype."""
_RECOVERIES_OF_TICKET = 100
"""From all addresses: of 31⁸ codes nobody finds one in the years that tickets are kept, and ten strangers are needed
to keep its owner out, who knows the code."""
_NAMELESS_FEEDBACK = 30
"""Verdicts a minute of an address without a session: on the pages nobody needs one to say 有用."""
_MISSES = 100
"""Searches in vain of an address that are kept in a day: of a school some, of a flood no more."""
_SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
_OWN_FETCHES = ("same-origin", "none")
CROSS_SITE = "请在本站的页面上操作"
ODD_TYPE = "内容的格式（Content-Type）不对"
COMPRESSED = "内容不要压缩（Content-Encoding）"
CHUNKED = "请说明内容有多少字节（Content-Length），不要分块发"


@dataclass(frozen=True)
class AddressLimits:
    """What one network address may do, by kind; pages of a whole school may share one."""

    by_kind: Mapping[str, RateLimiter]
    messages_a_day: RateLimiter
    texts: RateLimiter
    """Long messages: each hundred characters as one message, for they take that much longer to answer."""
    tickets_a_day: RateLimiter
    pictures_a_day: RateLimiter
    feedback_a_day: RateLimiter
    """With a session or without: whoever has none may begin a hundred a minute."""
    nameless_feedback: RateLimiter
    misses_a_day: RateLimiter
    recoveries_an_hour: RateLimiter
    address_recoveries_an_hour: RateLimiter
    ticket_recoveries_an_hour: RateLimiter
    """Of a ticket from one address, of an address, and of a ticket from everywhere: a single guesser fills the first,
    which keeps nobody elsewhere from their ticket; whoever guesses from many addresses is held up by the last."""
    refused_pushes: RateLimiter
    """Requests to WeChat's callback that were not WeChat's."""
    person_requests: RateLimiter
    """What one person may look at, begin and submit, whatever address they come from; messages count elsewhere."""


def address_limits(limiters: Limiters, settings: LimitSettings) -> AddressLimits:
    """The limits of the settings."""
    a_minute = {
        MESSAGES: settings.address_messages_per_minute,
        READS: settings.address_reads_per_minute,
        SESSIONS: settings.address_sessions_per_minute,
        TICKETS: settings.address_tickets_per_minute,
    }
    return AddressLimits(
        {kind: limiters.limiter(f"address_{kind}", amount) for kind, amount in a_minute.items()},
        limiters.limiter("address_messages_day", settings.address_messages_per_day, DAY_S),
        limiters.limiter("address_texts", settings.address_messages_per_minute),
        limiters.limiter("address_tickets_day", settings.address_tickets_per_day, DAY_S),
        limiters.limiter("address_pictures_day", settings.address_pictures_per_day, DAY_S),
        limiters.limiter("address_feedback_day", settings.address_feedback_per_day, DAY_S),
        limiters.limiter("address_nameless_feedback", _NAMELESS_FEEDBACK),
        limiters.limiter("address_misses_day", _MISSES, DAY_S),
        limiters.limiter("recoveries_hour", _RECOVERIES, HOUR_S),
        limiters.limiter("address_recoveries_hour", _RECOVERIES_OF_ADDRESS, HOUR_S),
        limiters.limiter("ticket_recoveries_hour", _RECOVERIES_OF_TICKET, HOUR_S),
        limiters.limiter("address_refused_pushes", settings.address_refused_pushes_per_minute),
        limiters.limiter("session_requests", settings.session_requests_per_minute),
    )


def doors_middleware(
    limits: AddressLimits, server: ServerSettings, metrics: Metrics, who: Callable[[web.Request], str]
) -> Middleware:
    """The middleware: refuses what another site's page posts, then what comes too often.

    `who` names the person a request proves to come from; empty when it proves none.
    """

    @web.middleware
    async def guard_doors(request: web.Request, handler: Handler) -> web.StreamResponse:
        resource = request.match_info.route.resource
        route = resource.canonical if resource else ""
        if request.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
            metrics.refused("compressed")
            return error_response(415, COMPRESSED)
        if "Transfer-Encoding" in request.headers:  # browsers and WeChat say how long a body is
            metrics.refused("chunked")
            return error_response(411, CHUNKED)
        if not is_plain_type(request.headers.get("Content-Type", "")):
            metrics.refused("content_type")
            return error_response(415, ODD_TYPE)
        if "\0" in request.path or any("\0" in text for pair in request.query.items() for text in pair):
            metrics.refused("nul")  # PostgreSQL takes none, and no page of ours has one in its address
            return error_response(400)
        address = request[ADDRESS] = limited_address(client_address(request, server.trusted_proxies))
        if route == "/wechat":
            return await handler(request)
        own_page = request[OWN_PAGE] = is_own_page(request, server)
        if request.method not in _SAFE_METHODS and not own_page:
            metrics.refused("cross_site")
            return error_response(403, CROSS_SITE)
        if route not in _FREE:
            kind = _COSTS.get((request.method, route), READS)
            if wait_s := await limits.by_kind[kind].wait_s(address):
                metrics.refused("address_limit")
                return error_response(429, retry_after_s=wait_s)
            if kind == MESSAGES and (wait_s := await limits.messages_a_day.wait_s(address)):
                metrics.refused("messages_a_day")
                return error_response(429, retry_after_s=wait_s)
            person = who(request) if kind != MESSAGES and not route.startswith(_DESK) else ""
            if person and (wait_s := await limits.person_requests.wait_s(person)):
                metrics.refused("session_limit")
                return error_response(429, retry_after_s=wait_s)
        return await handler(request)

    return guard_doors


def is_own_page(request: web.Request, server: ServerSettings) -> bool:
    """Whether a request can come from a page of ours, or from no page at all (a script outside a browser).

    Browsers send `Sec-Fetch-Site` (https://www.w3.org/TR/fetch-metadata/) and, with every post, `Origin`; no page can
    forge either. Of a site behind TLS a page without it is another's: anybody on the way may have written it, and
    browsers send no `Sec-Fetch-Site` from it.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site not in _OWN_FETCHES:
        return False
    origin = request.headers.get("Origin")
    if origin is None:
        return True
    try:
        page, public = urlsplit(origin), urlsplit(server.public_url)
    except ValueError:  # «http://[»: no browser sends it, and it is nobody's address
        return False
    if page.netloc not in {request.host, public.netloc} - {""}:
        return False
    sealed = forwarded_scheme(request, server.trusted_proxies) == "https"
    sealed = sealed or (public.scheme == "https" and page.netloc == public.netloc)
    return page.scheme == "https" or (page.scheme == "http" and not sealed)


def is_looked_at(request: web.Request) -> bool:
    """Whether somebody looks at a page: not another site's picture or frame of that address, nor a guess of a browser.

    Who follows a link from another site looks at it too. https://www.w3.org/TR/fetch-metadata/#sec-fetch-dest-header
    """
    if "prefetch" in request.headers.get("Sec-Purpose", ""):
        return False
    own: bool = request[OWN_PAGE]
    return own or request.headers.get("Sec-Fetch-Dest") == "document"


def limited_address(address: str) -> str:
    """The key an address is limited by: an IPv6 customer has at least a /64 of them."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return address
    return str(ipaddress.ip_network((parsed, 64), strict=False).network_address)
