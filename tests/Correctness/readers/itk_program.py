"""Where the program of itk/ is: the one that MEDIO_ITK_READER names, the one of the PATH, or one that CMake makes of it here."""
import hashlib
import os
import shutil
import subprocess
import tempfile

SOURCES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "itk")
NAME = "itk_reader.exe" if os.name == "nt" else "itk_reader"


def find():
    """The program. Ends the process with the reason where there is none."""
    named = os.environ.get("MEDIO_ITK_READER")
    if named:
        return named if os.path.exists(named) else refuse(f"MEDIO_ITK_READER names {named}, which is not there")
    return shutil.which("itk_reader") or build()


def build():
    if not shutil.which("cmake"):
        refuse("ITK's reader is not built, and there is no CMake to build it")
    kept = folder()
    program = os.path.join(kept, NAME)
    if os.path.exists(program):
        return program
    with tempfile.TemporaryDirectory(dir=kept) as work:
        run("ITK's development files are not installed, or CMake cannot use them", "cmake", "-S", SOURCES, "-B", work, "-DCMAKE_BUILD_TYPE=Release")
        run("ITK's reader cannot be built", "cmake", "--build", work, "--config", "Release")
        made = next(os.path.join(root, NAME) for root, _, names in os.walk(work) if NAME in names)
        # Another run may be at the same.
        os.replace(made, program)
    return program


def folder():
    """A folder of the user's own for what these sources make, kept from run to run."""
    sources = b"".join(open(os.path.join(SOURCES, name), "rb").read() for name in sorted(os.listdir(SOURCES)))
    kept = os.path.join(tempfile.gettempdir(), "medio-itk-reader-" + hashlib.sha256(sources + installed().encode()).hexdigest()[:16])
    os.makedirs(kept, mode=0o700, exist_ok=True)
    if os.name != "nt" and os.stat(kept).st_uid != os.getuid():
        refuse(f"{kept} belongs to another user")
    return kept


def installed():
    """What tells one ITK from the next, as far as its package says."""
    places = [os.path.join(root, "ITKConfigVersion.cmake") for top in ("/usr/lib", "/usr/local/lib") for root, folders, names in os.walk(top)
              if "ITKConfig.cmake" in names]
    return "".join(f"{p} {os.stat(p).st_mtime}" if os.path.exists(p) else p for p in sorted(places)) + os.environ.get("ITK_DIR", "")


def run(what, *command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    if done.returncode:
        said = [line.strip() for line in done.stdout.splitlines() if "rror" in line or "Could not find" in line]
        refuse(f"{what}: {said[0] if said else 'see ' + ' '.join(command[:2])}")


def refuse(why):
    raise SystemExit(why)
