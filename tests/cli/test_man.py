# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The man page and the completions name every command and option that postil-cli has."""

import os
import re
import shutil
import subprocess

from common import equal, expect, run

DATA = os.path.join(os.environ["POSTIL_SOURCE_ROOT"], "data")


def read(*names):
    with open(os.path.join(DATA, *names), encoding="utf-8") as file:
        return file.read()


def main():
    page = read("man", "postil-cli.1").replace("\\-", "-")
    completions = read("completions", "postil-cli")
    commands = re.findall(r"^  ([a-z]+) +\S", run("--help", code=0).stdout.decode().split("Options:")[0], re.MULTILINE)
    equal(len(commands), len(set(commands)), "commands")
    expect(len(commands) >= 8, "commands are found in --help")
    for command in commands:
        expect(re.search(rf"^(\\fB{command}\\fR|\.B {command}$)", page, re.MULTILINE), f"the man page has {command}")
        expect(re.search(rf"\b{command}\b", completions), f"the completions have {command}")
        for option in set(re.findall(r"--[a-z]+(?:-[a-z]+)*", run(command, "--help", code=0).stdout.decode())):
            expect(option in page, f"the man page has {option} of {command}")
            expect(option in completions, f"the completions have {option} of {command}")
    if shutil.which("groff"):
        result = subprocess.run(["groff", "-man", "-Tutf8", "-ww", "-z", os.path.join(DATA, "man", "postil-cli.1")],
                                capture_output=True, text=True)
        equal((result.returncode, result.stderr), (0, ""), "groff has nothing to say about it")
    else:
        print("groff is not there: the page was not formatted")
    subprocess.run(["bash", "-n", os.path.join(DATA, "completions", "postil-cli")], check=True)


main()
