#!/usr/bin/env bash
# parity.sh [OPTION…] PEER…: plays Autobahn|Testsuite and our `wstest` on the same foreign subjects with the same cases, and
# fails on a difference of their verdicts that ci/known/autobahn.json does not explain. `--help` shows the options.
#
# Needs Rust, python3, and a Python 2.7 with pip for Autobahn: `python2.7`, or one that pyenv has. What it installs and
# writes goes to target/autobahn and target/parity. WSTEST=PATH takes that program for ours, and builds none.
set -euo pipefail
cd "$(dirname "$0")/.."
exec </dev/null
autobahn=target/autobahn/venv

# The path of a Python 2.7.
python2() {
  local version
  if python2.7 --version >/dev/null 2>&1; then
    command -v python2.7
  elif version=$(pyenv versions --bare 2>/dev/null | grep '^2\.7' | tail -n 1); then
    echo "$(pyenv prefix "$version")/bin/python2.7"
  else
    echo 'error: Autobahn|Testsuite needs Python 2.7, and there is no python2.7, nor one of pyenv: `pyenv install 2.7.18`' >&2
    return 1
  fi
}

install_autobahn() {
  [ ! -x "$autobahn/bin/wstest" ] || return 0
  local python
  python=$(python2)
  rm -rf target/autobahn
  # Beside and not in that Python: it is not ours.
  "$python" -m pip install --quiet --disable-pip-version-check --target target/autobahn/virtualenv virtualenv
  PYTHONPATH=target/autobahn/virtualenv "$python" -m virtualenv --quiet "$autobahn.new"
  "$autobahn.new/bin/python" -m pip install --quiet --disable-pip-version-check autobahntestsuite==25.10.1
  # Scripts name their interpreter by its path.
  sed -i "1s|$autobahn.new/|$autobahn/|" "$autobahn.new"/bin/*
  mv "$autobahn.new" "$autobahn"
}

case " $* " in
  *' --help '* | *' -h '*) ;;
  *)
    install_autobahn 2>target/autobahn.log || { cat target/autobahn.log >&2; exit 2; }
    if [ -z "${WSTEST:-}" ]; then
      cargo build --quiet --release -p wsspec --bin wstest
      export WSTEST=${CARGO_TARGET_DIR:-target}/release/wstest
    fi
    ;;
esac
exec python3 ci/parity/main.py "$@"
