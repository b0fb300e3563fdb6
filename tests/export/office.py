"""LibreOffice accepts all changes of documents, or rejects them: by a macro, as a person would."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.ingest.libreoffice import LONGEST, find_libreoffice

_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1"
 script:language="StarBasic">Sub Settle(folder, command)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  Dim stored(0) As New com.sun.star.beans.PropertyValue
  stored(0).Name = "FilterName"
  stored(0).Value = "MS Word 2007 XML"
  dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
  name = Dir(folder &amp; "/given/*.docx")
  Do While name &lt;&gt; ""
    source = ConvertToURL(folder &amp; "/given/" &amp; name)
    document = StarDesktop.loadComponentFromURL(source, "_blank", 0, hidden())
    frame = document.CurrentController.Frame
    dispatcher.executeDispatch(frame, ".uno:" &amp; command, "", 0, Array())
    document.storeToURL(ConvertToURL(folder &amp; "/settled/" &amp; name), stored())
    document.close(True)
    name = Dir
  Loop
End Sub
</script:module>
"""


def settle_all(files: Mapping[str, bytes], folder: Path, *, accepted: bool) -> dict[str, bytes]:
    """The same documents with every change accepted, or every one rejected.

    ``folder`` takes the files, and a profile of its own. Raises RuntimeError, with what to do,
    when there is no LibreOffice or it does not settle them all.
    """
    office = find_libreoffice()
    if office is None:
        raise RuntimeError(
            "The round trips need LibreOffice, and there is none here. Run `make office`, or name "
            "one: make test SOFFICE=/path/to/soffice"
        )
    for name in ("given", "settled"):
        (folder / name).mkdir(parents=True)
    for name, data in files.items():
        (folder / "given" / f"{name}.docx").write_bytes(data)
    started = [office, "--headless", "--norestore",
               f"-env:UserInstallation={(folder / 'profile').as_uri()}"]  # fmt: skip
    # The first start makes the profile, with a library for macros that the second finds.
    _run([*started, "--terminate_after_init"])
    basic = folder / "profile" / "user" / "basic" / "Standard"
    basic.mkdir(parents=True, exist_ok=True)
    (basic / "Module1.xba").write_text(_MODULE, "utf-8")
    command = "AcceptAllTrackedChanges" if accepted else "RejectAllTrackedChanges"
    told = _run([*started, f"macro:///Standard.Module1.Settle({folder},{command})"])
    found = {path.stem: path.read_bytes() for path in (folder / "settled").glob("*.docx")}
    if found.keys() != files.keys():
        raise RuntimeError(f"LibreOffice settled {len(found)} of {len(files)} documents: {told}")
    return found


def _run(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=4 * LONGEST, check=False)
    return done.stdout + done.stderr
