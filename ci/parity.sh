#!/usr/bin/env bash
# parity.sh [OPTION…] PEER…: plays Autobahn|Testsuite and our `wstest` on the same foreign servers with the same cases, and
# fails on a difference of their verdicts that ci/known/autobahn.json does not explain. `--help` shows the options.
# parity-clients.sh does it on clients.
#
# Needs Rust, python3, and a Python 2.7 with pip for Autobahn: `python2.7`, or one that pyenv has. What it installs and
# writes goes to target/autobahn and target/parity. WSTEST=PATH takes that program for ours, and builds none.
set -euo pipefail
cd "$(dirname "$0")/.."
exec </dev/null

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
  [ ! -e target/autobahn/.installed ] || return 0
  local python
  python=$(python2)
  export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_PYTHON_VERSION_WARNING=1
  rm -rf target/autobahn
  # Beside that Python and not in it: it is not ours.
  "$python" -m pip install --quiet --target target/autobahn/virtualenv virtualenv
  PYTHONPATH=target/autobahn/virtualenv "$python" -m virtualenv --quiet target/autobahn/venv
  target/autobahn/venv/bin/python -m pip install --quiet autobahntestsuite==25.10.1
  touch target/autobahn/.installed
}

case " $* " in
  *' --help '* | *' -h '*) ;;
  *)
    install_autobahn
    if [ -z "${WSTEST:-}" ]; then
      bash ci/build.sh
      export WSTEST=${CARGO_TARGET_DIR:-target}/release/wstest
    fi
    ;;
esac
exec python3 ci/parity/main.py "${PARITY_ROLE:-servers}" "$@"
