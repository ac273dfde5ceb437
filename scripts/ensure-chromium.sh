#!/usr/bin/env bash
# Installs Debian's chromium where there is none, for the check of the docs page.
set -euo pipefail
if command -v chromium > /dev/null; then
  chromium --version
  exit 0
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core > /dev/null
chromium --version
