"""The portal for a WSGI server: `gunicorn wsgi:app`."""

from portal.app import create_app, serve_calmly

app = create_app()
serve_calmly()
