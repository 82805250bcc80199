# SPDX-FileCopyrightText: The Commonplace contributors
# SPDX-License-Identifier: Apache-2.0

"""Translates REUSE.toml to the older file .reuse/dep5, as far as this repository needs it."""

import sys
import tomllib

print("Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/")
for annotation in tomllib.load(sys.stdin.buffer)["annotations"]:
    paths = annotation["path"]
    paths = [paths] if isinstance(paths, str) else paths
    for path in paths:
        # A star of dep5 also stands for slashes, so only a final ** means the same there.
        if "*" in path.removesuffix("**"):
            sys.exit(f"REUSE.toml: {path}: only a path or a final ** can be translated")
    print()
    print("Files:", " ".join(path.replace("**", "*") for path in paths))
    print("Copyright:", annotation["SPDX-FileCopyrightText"])
    print("License:", annotation["SPDX-License-Identifier"])
