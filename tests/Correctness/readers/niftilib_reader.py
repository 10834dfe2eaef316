"""NIfTI and Analyze as the reference library reads them: the header and the forms by nifti_tool, the numbers too where they are few."""
import re
import shutil
import subprocess

import numpy as np

from reading import image, serve

MOST_VOXELS = 100000


def run(*arguments):
    done = subprocess.run(["nifti_tool", *arguments], capture_output=True, text=True, errors="replace")
    if done.returncode or "failed" in done.stderr:
        raise ValueError(done.stderr.strip().split("\n")[0])
    return done.stdout


def fields(text):
    found = {}
    for line in text.splitlines():
        # name, offset, how many, values
        match = re.match(r"^\s{2}(\w+)\s+(\d+)\s+(\d+)\s(.*)$", line)
        if match:
            found[match.group(1)] = (int(match.group(3)), match.group(4).rstrip())
    return found


def read(case):
    path = case["path"]
    nim = fields(run("-disp_nim", "-infiles", path))

    def numbers(name):
        return [float(v) for v in nim[name][1].split()]

    sizes = [int(v) for v in numbers("dim")]
    sizes = sizes[1:sizes[0] + 1]
    code = "sform_code" if numbers("sform_code")[0] > 0 else "qform_code"
    affine = np.array(numbers("sto_xyz" if code == "sform_code" else "qto_xyz")).reshape(4, 4) if numbers(code)[0] > 0 else None
    header = fields(run("-disp_hdr", "-infiles", path))
    values = {}
    # It prints the header of the other byte order as it stands.
    if header["sizeof_hdr"][1].split()[0] not in ("348", "540") or not header.get("magic", (0, ""))[1].strip():
        header = {}
    for name, (count, text) in header.items():
        if name.startswith(("unused", "ext", "extension")):
            continue
        parts = text.split()
        values[name] = text.strip() if not parts or not re.match(r"^[-+0-9.einf]+$", parts[0]) or name in ("descrip", "aux_file", "intent_name", "magic", "db_name", "data_type") else [float(p) for p in parts]
    if int(np.prod(sizes)) > MOST_VOXELS or numbers("datatype")[0] in (128, 2304, 32, 1792, 2048) or (numbers("scl_slope")[0], numbers("scl_inter")[0]) not in ((0, 0), (1, 0)):
        # Too much to print, of no type that it prints, or of a scale that it prints in six digits.
        return image(sizes, affine, "RAS", header=values or None, precision=1e-6)
    text = run("-quiet", "-disp_ci", *["-1"] * 7, "-infiles", path)
    data = np.array([float(v) for v in re.findall(r"[-+0-9.einfa]+", text)])
    return image(data.reshape(sizes, order="F"), affine, "RAS", header=values or None, precision=1e-6)


if not shutil.which("nifti_tool"):
    raise SystemExit("nifti_tool is not installed")
serve("niftilib " + run("-ver").split("version")[-1].split()[0], read)
