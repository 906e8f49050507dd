"""Alembic's entry: run the migrations on the connection that the ledger hands over."""

from alembic import context

from screening.store.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, transactional_ddl=False)
context.run_migrations()
