"""The engine that keeps its tables in a PostgreSQL database; nothing outside this folder imports psycopg."""
