"""The portal for a WSGI server other than its own, as `wsgi:app`."""

from portal.app import create_app, serve_calmly
from portal.search.warming import warm

app = create_app()
serve_calmly()
warm(app)
