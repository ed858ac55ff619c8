"""What people see when something is wrong: a page with a way on, where programs get JSON."""

from __future__ import annotations

from aiohttp import web

from web.templating import Templates

_TITLES = {
    404: "没有这个页面",
    429: "操作太快了",
    403: "不能这样做",
    413: "内容太大了",
    500: "系统出了点问题",
    503: "系统正忙",
}
_SENTENCES = {
    404: "它可能已经改名或撤下了，在上面搜一搜，或者从下面走",
    429: "请过一分钟再刷新这一页",
    500: "请过一会儿再试，或者直接找人工客服",
}
_FOR_PROGRAMS = ("/api/", "/wechat", "/healthz", "/readyz")


class ErrorPages:
    """Makes the pages."""

    def __init__(self, templates: Templates) -> None:
        """Render with these templates."""
        self._templates = templates

    def page_for(self, request: web.Request, status: int, sentence: str) -> web.Response | None:
        """The page for a failed request; None for a program, which gets the error as JSON."""
        if request.path.startswith(_FOR_PROGRAMS) or "text/html" not in request.headers.get("Accept", ""):
            return None
        title = _TITLES.get(status, "这样不行")
        return self._templates.page(
            "error.html",
            request=request,
            status=status,
            title=title,
            sentence=_SENTENCES.get(status, sentence),
            query="",
        )
