"""The portal for a WSGI server: `gunicorn wsgi:app`."""

from portal.app import create_app, serve_calmly
from portal.search.warming import warm

app = create_app()
serve_calmly()
warm(app)
