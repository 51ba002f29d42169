"""wheel.py VERSION TARGET BINARY OUT: packs a binary as a Python wheel, so that `uvx toolrisk` runs it.

A wheel is a zip archive of a fixed shape; what lies under `.data/scripts` becomes a command.
"""

import base64
import hashlib
import pathlib
import sys
import zipfile

# The Linux binaries are static, so that they run with any C library.
TAGS = {
    "x86_64-unknown-linux-musl": "manylinux_2_17_x86_64.manylinux2014_x86_64.musllinux_1_1_x86_64",
    "aarch64-unknown-linux-musl": "manylinux_2_17_aarch64.manylinux2014_aarch64.musllinux_1_1_aarch64",
    "x86_64-apple-darwin": "macosx_10_12_x86_64",
    "aarch64-apple-darwin": "macosx_11_0_arm64",
    "x86_64-pc-windows-msvc": "win_amd64",
}

METADATA = """\
Metadata-Version: 2.4
Name: toolrisk
Version: {version}
Summary: The open risk catalog of MCP tools: classify, check, publish, and export policies
License-Expression: MIT OR Apache-2.0
Project-URL: Source, https://github.com/toolrisk/toolrisk
Requires-Python: >=3.8
Description-Content-Type: text/markdown

{readme}"""

WHEEL = "Wheel-Version: 1.0\nGenerator: toolrisk\nRoot-Is-Purelib: false\n{tags}"


def main() -> None:
    version, target, binary, out = sys.argv[1:]
    root = pathlib.Path(__file__).parents[3]
    tag = f"py3-none-{TAGS[target]}"
    name = f"toolrisk-{version}"
    program = "toolrisk.exe" if "windows" in target else "toolrisk"
    readme = (root / "README.md").read_text(encoding="utf-8")
    tags = "".join(f"Tag: py3-none-{one}\n" for one in TAGS[target].split("."))
    files = {
        f"{name}.data/scripts/{program}": pathlib.Path(binary).read_bytes(),
        f"{name}.dist-info/METADATA": METADATA.format(version=version, readme=readme).encode(),
        f"{name}.dist-info/WHEEL": WHEEL.format(tags=tags).encode(),
        f"{name}.dist-info/licenses/LICENSE-MIT": (root / "LICENSE-MIT").read_bytes(),
        f"{name}.dist-info/licenses/LICENSE-APACHE": (root / "LICENSE-APACHE").read_bytes(),
    }
    record = f"{name}.dist-info/RECORD"
    lines = [f"{path},sha256={digest(data)},{len(data)}" for path, data in files.items()]
    files[record] = "\n".join([*lines, f"{record},,", ""]).encode()
    path = pathlib.Path(out) / f"{name}-{tag}.whl"
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as wheel:
        for place, data in files.items():
            # A fixed date: the same binary gives the same wheel.
            info = zipfile.ZipInfo(place, (2020, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = (0o100755 if "/scripts/" in place else 0o100644) << 16
            wheel.writestr(info, data)
    print(path.name)


def digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


main()
