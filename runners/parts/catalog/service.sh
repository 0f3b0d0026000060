# Iceberg's REST catalog server on SQLite. Sourced by runners/services.
default_port=8181
processes=(catalog)

ports_of() { echo "$port"; }
address() { echo "http://localhost:$port"; }

prepare() { mkdir -p "$folder/warehouse"; }

launch() {
  # Settings of the catalog go through, such as CATALOG_WAREHOUSE=s3://bucket/warehouse, CATALOG_IO__IMPL and others.
  # One connection: SQLite has one writer, and a second one would be told that the database is locked.
  CATALOG_REST_PORT=$port CATALOG_WAREHOUSE="${CATALOG_WAREHOUSE:-$folder/warehouse}" CATALOG_URI="jdbc:sqlite:$folder/catalog.db" \
    CATALOG_JDBC_SCHEMA__VERSION=V1 CATALOG_CLIENTS=1 \
    start_java catalog -Xmx192m -XX:+UseSerialGC org.apache.iceberg.rest.RESTCatalogServer
}

answers() { [[ "$(http_get /v1/config)" == *'"defaults"'* ]]; }
