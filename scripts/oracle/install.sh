#!/usr/bin/env bash
# Sets up dbt Core 1.12 with dbt-duckdb in a Python virtual environment, to compare with.
#
# usage: install.sh [FOLDER]     (default: ~/.cache/sluice-oracle)
#
# dbt-core 1.12 depends on a package whose source distribution downloads a binary while it is built. Its newest wheel is
# taken instead, and dbt-core itself without its dependency check; DuckDB is the version that the Node driver embeds.
set -euo pipefail
folder=${1:-$HOME/.cache/sluice-oracle}
install() { "$folder/bin/python" -m pip install --quiet --disable-pip-version-check "$@"; }
install_readers() { "$folder/bin/python" -c 'import dbt_artifacts_parser, jsonschema' || install 'dbt-artifacts-parser==0.15.0' jsonschema; }
if [ -x "$folder/bin/dbt" ]; then
  install_readers
  echo "dbt is in $folder"
  exit 0
fi
python3 -m venv "$folder"
install --upgrade pip
install 'dbt-core==1.11.*' 'dbt-duckdb==1.11.1' python-dotenv
install --only-binary :all: 'dbt-core-experimental-parser==2.0.0a4'
install --no-deps 'dbt-core==1.12.6' 'duckdb==1.5.6'
install_readers
DBT_SEND_ANONYMOUS_USAGE_STATS=false "$folder/bin/dbt" --version | head -n 8
