#!/usr/bin/env bash
# Runs build.ps1 on a machine that may not have PowerShell: with pwsh from the PATH; else with the .NET tool PowerShell,
# where the package feed has it; else in tests/MedIO.EngineHost, a small program around the engine itself.
#
#   ./build.sh demo | test | build | bench | package | clean ...
set -eu

root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
if ! [ -t 1 ]; then
    export NO_COLOR=1
fi

tasks=Build
if [ $# -gt 0 ]; then
    tasks=$(IFS=,; echo "$*")
fi

# The module's net8.0 build needs PowerShell 7.4.
usable() {
    "$1" -NoProfile -NonInteractive -Command \
        'exit [int] ($PSVersionTable.PSVersion -lt [version] "7.4")' </dev/null >/dev/null 2>&1
}

if command -v pwsh >/dev/null 2>&1 && usable pwsh; then
    exec pwsh -NoProfile -NonInteractive -File "$root/build.ps1" -Task "$tasks"
fi

if ! command -v dotnet >/dev/null 2>&1; then
    echo "The .NET SDK 10.0 is needed: its command dotnet is not on the PATH." >&2
    exit 1
fi

tool=$root/out/tools/pwsh
if ! [ -x "$tool" ]; then
    dotnet tool install PowerShell --tool-path "$root/out/tools" >/dev/null 2>&1 </dev/null || true
fi
if [ -x "$tool" ] && usable "$tool"; then
    exec "$tool" -NoProfile -NonInteractive -File "$root/build.ps1" -Task "$tasks"
fi

echo "No PowerShell here: the engine runs in the project's own host, without the commands of PowerShell's other modules."
host=$root/out/host
for pause in 5 30 90 0; do
    if dotnet build "$root/tests/MedIO.EngineHost/MedIO.EngineHost.csproj" --configuration Release --output "$host" \
        --nologo --verbosity quiet </dev/null; then
        export MEDIO_ENGINE_HOST=$host/MedIO.EngineHost.dll
        exec dotnet "$MEDIO_ENGINE_HOST" -NoProfile -NonInteractive -File "$root/build.ps1" -Task "$tasks"
    fi
    sleep "$pause"
done
echo "The host of the engine could not be built." >&2
exit 1
