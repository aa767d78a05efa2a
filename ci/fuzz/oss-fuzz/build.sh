#!/bin/bash -eu
# What the gate builds with, too. The sanitizer follows from the flags that OSS-Fuzz sets.
exec bash "$SRC/wsspec/ci/fuzz/build.sh"
