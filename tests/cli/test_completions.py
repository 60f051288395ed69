# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""What bash, fish and zsh offer after a few letters, asked of these shells themselves."""

import os
import pathlib
import shlex
import shutil
import subprocess

from common import equal, expect

DATA = pathlib.Path(os.environ["POSTIL_SOURCE_ROOT"], "data", "completions")
ENVIRONMENT = dict(os.environ, PATH=f"{os.environ['POSTIL_BUILD_ROOT']}/src/cli:{os.environ['PATH']}", TERM="dumb")

# What was typed, and what must be offered: all of it, or (…) among others.
CASES = [
    ("ex", ["export"]),
    ("com", ["compare"]),
    ("export --fo", ["--format"]),
    ("agree --boo", ["--bootstrap"]),
    ("class --hide", ["--hide-names"]),
    ("export --format qd", ["qdc", "qdpx"]),
    ("network --format gr", ["graphml"]),
    ("export no-such-fi", []),
]

BASH = """
source {file}
COMP_WORDS=(postil-cli {words} {last}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
compopt () {{ :; }}
_postil_cli
printf '%s\\n' "${{COMPREPLY[@]}}"
"""

# A terminal, since zsh completes nowhere else. The list is asked for, and read from the screen.
ZSH = """
zmodload zsh/zpty
zpty shell 'zsh -f -i'
zpty -w shell 'PS1=; fpath=({folder} $fpath); autoload -U compinit; compinit -u -D; unsetopt menu_complete auto_menu; LISTMAX=1000'
zpty -w shell 'zle -C list list-choices _main_complete; bindkey "^X" list; echo RE''ADY'
zpty -r -m shell line '*READY*' || exit 1
zpty -w -n shell $'postil-cli {typed}\\x18'
for ((i = 0; i < 60; i++)); do
  sleep 0.1
  while zpty -r -t shell more; do out+=$more; done
  (( i > 2 )) && [[ $out == *{wanted}* ]] && break
done
zpty -d shell
print -r -- $out
"""


def ask(*command):
    return subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=True, timeout=60).stdout


def in_bash(typed):
    *words, last = typed.split(" ")
    script = BASH.format(file=shlex.quote(str(DATA / "postil-cli")), words=shlex.join(words), last=shlex.quote(last))
    return ask("bash", "--norc", "-c", script).split()


def in_fish(typed):
    script = f"source {shlex.quote(str(DATA / 'postil-cli.fish'))}; complete -C {shlex.quote('postil-cli ' + typed)}"
    return [line.split("\t")[0] for line in ask("fish", "--no-config", "-c", script).splitlines()]


def check_zsh(typed, wanted):
    out = ask("zsh", "-f", "-c", ZSH.format(folder=shlex.quote(str(DATA)), typed=typed, wanted=wanted[-1]))
    shown = out.replace(f"postil-cli {typed}", "")
    for word in wanted:
        expect(word in shown, f"zsh offers {word} for “{typed}”: {out!r}")


def main():
    for shell in ("bash", "fish", "zsh"):
        expect(shutil.which(shell), f"{shell} is here: build-aux/install-deps.sh test installs it")
    for typed, wanted in CASES:
        equal(sorted(in_bash(typed)), wanted, f"bash, “{typed}”")
        equal(sorted(in_fish(typed)), wanted, f"fish, “{typed}”")
        if wanted:
            check_zsh(typed, wanted)


main()
