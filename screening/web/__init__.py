"""The review room: a web app where consultants decide, with the API in the same process."""

from screening.web.serve import Where, checked, serve

__all__ = ["Where", "checked", "serve"]
