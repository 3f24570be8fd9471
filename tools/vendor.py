"""Vendors the npm files that the viewer builds into its page: pinned versions, checked hashes, their licences.

`python tools/vendor.py` fetches them with npm and writes them; `python tools/vendor.py --check` only compares what
lies there with `tools/vendor.json`. Writing needs node and npm; using or installing the project needs neither.
"""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MANIFEST = ROOT / "tools" / "vendor.json"

# Outlines of countries at 1:50 million, thinned to what a screen shows and rounded to a grid of 20,000 steps.
SIMPLIFY = """
const fs = require("fs"), {presimplify, simplify, filter, filterWeight} = require("topojson-simplify");
const {quantize} = require("topojson-client");
let world = presimplify(JSON.parse(fs.readFileSync(process.argv[1])));
world = filter(simplify(world, 0.008), filterWeight(world, 0.002));
for (const geometry of world.objects.countries.geometries) delete geometry.properties;
const {bbox, transform, ...rest} = world;
fs.writeFileSync(process.argv[2], JSON.stringify(quantize(rest, 2e4)));
"""


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def differences(root: Path = ROOT) -> list[str]:
    """One line for each vendored file that is missing or not what the manifest says."""
    files: dict[str, str] = json.loads(MANIFEST.read_text("utf-8"))["files"]
    found = []
    for name, expected in files.items():
        path = root / name
        if not path.is_file():
            found.append(f"{name}: missing")
        elif sha256(path) != expected:
            found.append(f"{name}: differs from the pinned file")
    return found


def fetch(package: str, integrity: str, folder: Path) -> Path:
    """Download one pinned package with npm, check its SHA-512 and unpack it under `folder`/node_modules."""
    packed = subprocess.run(
        ["npm", "pack", package, "--silent"], cwd=folder, check=True, capture_output=True, text=True
    )
    archive = folder / packed.stdout.split()[-1]
    digest = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if digest != integrity:
        raise SystemExit(f"{package}: the package's hash is {digest}, not the pinned one")
    target = folder / "node_modules" / package.rpartition("@")[0]
    with tarfile.open(archive) as tar:
        tar.extractall(folder / "unpacked", filter="data")
    target.parent.mkdir(parents=True, exist_ok=True)
    (folder / "unpacked" / "package").rename(target)
    return target


def write() -> None:
    """Fetch every pinned package, copy the files wanted and write their hashes into the manifest."""
    manifest = json.loads(MANIFEST.read_text("utf-8"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for package, integrity in manifest["packages"].items():
            fetch(package, integrity, folder)
        for source, target in manifest["copies"].items():
            (ROOT / target).parent.mkdir(parents=True, exist_ok=True)
            (ROOT / target).write_bytes((folder / "node_modules" / source).read_bytes())
        outlines = manifest["outlines"]
        command = ["node", "-e", SIMPLIFY, str(folder / "node_modules" / outlines["from"]), str(ROOT / outlines["to"])]
        subprocess.run(command, cwd=folder, check=True)
    manifest["files"] = {path: sha256(ROOT / path) for path in sorted([*manifest["copies"].values(), outlines["to"]])}
    MANIFEST.write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")


def main() -> int:
    """Write, or with --check compare; 1 where something differs."""
    if sys.argv[1:] == ["--check"]:
        found = differences()
        sys.stderr.writelines(f"{line}\n" for line in found)
        return 1 if found else 0
    write()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
