#!/usr/bin/env bash
# Runs the built command line on another version of Node, which the npm package `node` brings.
# usage: check-node.sh 22
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-save --no-fund --no-audit --prefix "$folder" "node@$1" >/dev/null
node="$folder/node_modules/node/bin/node"
"$node" --version
cp -r example-project "$folder/project"
rm -rf "$folder/project/target" "$folder/project/tidewater.duckdb"
"$node" example-project/generate.mjs --quiet --out "$folder/project/data/raw"
"$node" bin/sluice.cjs build --project-dir "$folder/project" --profiles-dir "$folder/project" | tail -n 3
