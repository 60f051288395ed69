# SPDX-FileCopyrightText: 2026 The Postil authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# For fish. Commands and options are what postil-cli says of itself, so they are never out of date.

function __postil_cli_commands
    LC_ALL=C.UTF-8 postil-cli --help 2>/dev/null | string replace -rf '^  ([a-z]+) +([A-Z].*)$' '$1\t$2'
end

function __postil_cli_command
    set -l words (commandline -opc)
    string match -rq '^[a-z]+$' -- $words[2]; and echo $words[2]
end

function __postil_cli_options
    set -l command (__postil_cli_command)
    LC_ALL=C.UTF-8 postil-cli $command --help 2>/dev/null |
        string replace -rf '^ +(?:-[a-zA-Z], )?(--[a-z]+(?:-[a-z]+)*)(?:=\S+)? +(.*)$' '$1\t$2'
end

function __postil_cli_formats
    LC_ALL=C.UTF-8 postil-cli formats 2>/dev/null | string replace -rf '^([a-z-]+) +[r-][w-]  (.*)$' '$1\t$2'
end

function __postil_cli_after
    set -l words (commandline -opc)
    contains -- "$words[-1]" $argv
end

complete -c postil-cli -n 'not __postil_cli_command >/dev/null' -f -a '(__postil_cli_commands)'
complete -c postil-cli -n 'string match -q -- "-*" (commandline -ct)' -f -a '(__postil_cli_options)'
complete -c postil-cli -n '__postil_cli_after --format -f; and test (__postil_cli_command) != network' -f -a '(__postil_cli_formats)'
complete -c postil-cli -n '__postil_cli_after --format -f; and test (__postil_cli_command) = network' -f -a 'graphml csv edges'
complete -c postil-cli -n '__postil_cli_after --into' -f -a '(__fish_complete_directories)'
