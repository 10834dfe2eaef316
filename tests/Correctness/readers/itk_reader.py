"""All that ITK reads, by the program of itk/."""
import os
import subprocess
import sys

import numpy as np

import itk_program
from reading import image, letters, serve

TYPES = {"unsigned_char": "u1", "char": "i1", "unsigned_short": "u2", "short": "i2", "unsigned_int": "u4", "int": "i4", "unsigned_long": "u8",
         "long": "i8", "unsigned_long_long": "u8", "long_long": "i8", "float": "f4", "double": "f8"}
PROGRAM = itk_program.find()


class Program:
    """One process for many files; a new one after a file that ended it."""

    def __init__(self):
        self.count, self.folder = 0, os.path.join(sys.argv[1], "itk")
        os.makedirs(self.folder, exist_ok=True)
        self.process = subprocess.Popen([PROGRAM, self.folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, errors="replace")
        self.version = self.process.stdout.readline().strip()

    def ask(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().rstrip("\n")
        path = os.path.join(self.folder, f"{self.count}.raw")
        self.count += 1
        return answer, path


def read(case):
    global program
    answer, path = program.ask(case["path"] + ("\t" + case["series"] if case.get("series") else ""))
    if not answer:
        program = Program()
        raise ValueError("it ended the process")
    if answer[0] == "!":
        raise ValueError(answer[1:])
    sizes, components, kind, spacing, origin, directions, files = answer.split("|")
    sizes, components = [int(n) for n in sizes.split()], int(components)
    data = np.fromfile(path, TYPES[kind]).reshape(([components] if components > 1 else []) + sizes, order="F")
    os.remove(path)
    n, affine = len(sizes), np.eye(4)
    axes = np.array([float(v) for v in directions.split()]).reshape(n, n)
    used = min(n, 3)
    for column in range(used):
        affine[:used, column] = axes[column][:used] * float(spacing.split()[column])
    affine[:used, 3] = [float(v) for v in origin.split()][:used]
    step = float(spacing.split()[3]) if n > 3 else None
    return image(data, affine, "LPS", components, letters(affine, "LPS") if n > 2 else None, step, None, files=[f for f in files.split("\t") if f] or None)


program = Program()
serve(program.version, read)
