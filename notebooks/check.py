"""Executes the notebooks from top to bottom and compares the outputs that matter with the stored ones.

    python check.py [NOTEBOOK ...]            fails when a cell fails, or a cell tagged "checked" prints something else
    python check.py --store [NOTEBOOK ...]    executes and stores the outputs

Needs nbclient and the Java kernel (pip install nbclient jjava), and clip-probe built (../bin/clip-probe inspect).
"""

import argparse
import pathlib
import sys

import nbclient
import nbformat

HERE = pathlib.Path(__file__).parent
SECONDS_PER_CELL = 1200


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("notebooks", nargs="*", type=pathlib.Path)
    parser.add_argument("--store", action="store_true")
    options = parser.parse_args()
    problems = []
    for path in options.notebooks or sorted(HERE.glob("*.ipynb")):
        stored = nbformat.read(path, as_version=4)
        executed = nbformat.read(path, as_version=4)
        try:
            nbclient.NotebookClient(
                executed, timeout=SECONDS_PER_CELL, kernel_name="java", resources={"metadata": {"path": str(HERE)}}
            ).execute()
        except nbclient.exceptions.CellExecutionError as failure:
            problems.append(f"{path.name}: {failure}")
            continue
        if options.store:
            nbformat.write(strip(executed), path)
            print(f"{path.name}: stored")
        else:
            found = list(differences(path.name, stored, executed))
            problems += found
            print(f"{path.name}: {'differs' if found else 'as stored'}")
    if problems:
        sys.exit("\n".join(problems))


def printed(cell):
    return "".join(output.get("text", "") for output in cell.get("outputs", []) if output.output_type == "stream")


def differences(name, stored, executed):
    for number, (before, after) in enumerate(zip(stored.cells, executed.cells), 1):
        if "checked" in before.metadata.get("tags", []) and printed(before) != printed(after):
            yield f"{name}, cell {number}: expected\n{printed(before)}found\n{printed(after)}"


def strip(notebook):
    """Without what changes from run to run and says nothing: times, the text form of pictures, how prints were cut up."""
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type != "code":
            continue
        text = printed(cell)
        rest = [output for output in cell.outputs if output.output_type != "stream"]
        cell.outputs = ([nbformat.v4.new_output("stream", name="stdout", text=text)] if text else []) + rest
        for output in rest:
            if "image/png" in output.get("data", {}):
                output["data"] = {"image/png": output["data"]["image/png"]}
    return notebook


if __name__ == "__main__":
    main()
