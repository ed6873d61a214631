#!/bin/sh
# Run once by the image of PostgreSQL: a role that row-level security holds for, and its database.
set -eu
psql --set ON_ERROR_STOP=1 --set password="$ATRIUM_PASSWORD" --username "${POSTGRES_USER:-postgres}" <<'SQL'
CREATE ROLE atrium LOGIN PASSWORD :'password' NOSUPERUSER NOBYPASSRLS CREATEDB;
CREATE DATABASE atrium OWNER atrium TEMPLATE template0 ENCODING 'UTF8';
SQL
