#!/usr/bin/env bash
# What people install: packs the package, checks its shape, installs it into an empty prefix as `npm install --global` does,
# and makes, builds and lists a new project from a folder that has nothing to do with this one.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm pack --silent --pack-destination "$folder" >/dev/null
tarball=$(ls "$folder"/sluice-*.tgz)
ls -l "$tarball" | awk '{print $5 " bytes"}'
"$root/node_modules/.bin/publint" run "$tarball" --strict
npm install --silent --no-fund --no-audit --global --prefix "$folder/prefix" "$tarball"
export PATH="$folder/prefix/bin:$PATH"
mkdir "$folder/elsewhere"
cd "$folder/elsewhere"
export HOME="$folder/elsewhere" # no ~/.dbt
sluice --version
sluice init pocket_shop
cd pocket_shop
sluice build
sluice --quiet ls --resource-type model
sluice --quiet show --select orders_by_customer
cat > use.mjs <<'JS'
import { list } from 'sluice';
const names = await list({ output: 'name', resourceTypes: ['model'] });
if (names.join() !== 'orders_by_customer,stg_orders') throw new Error(names.join());
JS
mkdir node_modules
ln -s "$folder/prefix/lib/node_modules/sluice" node_modules/sluice
node use.mjs
echo 'the package works'
