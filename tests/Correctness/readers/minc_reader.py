"""MINC as its own programs read it: mincinfo says the axes, minctoraw gives the numbers, mincdump the attributes."""
import shutil
import subprocess

import numpy as np

from reading import image, letters, serve


def run(*command):
    done = subprocess.run(command, capture_output=True)
    if done.returncode:
        raise ValueError(f"{command[0]}: {done.stderr.decode('utf-8', 'replace').strip().splitlines()[0]}")
    return done.stdout


def ask(path, *what):
    return run("mincinfo", *what, path).decode().split()


def attribute(path, name, default):
    done = subprocess.run(["mincinfo", "-error_string", "?", "-attvalue", name, path], capture_output=True, text=True)
    text = done.stdout.strip()
    return default if done.returncode or text in ("", "?") else text


def read(case):
    path = case["path"]
    names = ask(path, "-vardims", "image")
    names = [n for n in names if n != "vector_dimension"]
    sizes = [int(ask(path, "-dimlength", n)[0]) for n in names]
    raw = run("minctoraw", "-normalize", "-double", path)
    # The last dimension of a MINC is its fastest.
    data = np.frombuffer(raw, "<f8").reshape(sizes).T
    names = names[::-1]
    spatial = [n for n in names if n in ("xspace", "yspace", "zspace")]
    affine = np.eye(4)
    origin = np.zeros(3)
    for column, name in enumerate(spatial):
        default = {"xspace": "1 0 0", "yspace": "0 1 0", "zspace": "0 0 1"}[name]
        cosines = np.array([float(v) for v in attribute(path, name + ":direction_cosines", default).replace(",", " ").split()])
        step, start = float(attribute(path, name + ":step", 1)), float(attribute(path, name + ":start", 0))
        affine[:3, column] = cosines * step
        origin += cosines * start
    affine[:3, 3] = origin
    wanted = {f"{n}:{a}": attribute(path, f"{n}:{a}", None) for n in spatial for a in ("length", "units", "alignment")}
    wanted.update({n: attribute(path, ":" + n, None) for n in ("history",)})
    return image(data, affine, "RAS", 1, letters(affine, "RAS") if len(spatial) == 3 else None, None, None)


if not all(shutil.which(t) for t in ("mincinfo", "minctoraw")):
    raise SystemExit("MINC's tools are not installed")
serve("minc-tools", read)
