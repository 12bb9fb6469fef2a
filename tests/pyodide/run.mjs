// Runs account.py in Pyodide: node run.mjs REPOSITORY DIRECTORY_OF_PYYAML
import { loadPyodide } from "pyodide";

const [repository, pyyaml] = process.argv.slice(2);
const python = await loadPyodide();
const lines = [];
python.setStdout({ batched: (line) => lines.push(line) });
for (const [source, target] of [[repository, "/repository"], [pyyaml, "/pyyaml"]]) {
  python.FS.mkdir(target);
  python.FS.mount(python.FS.filesystems.NODEFS, { root: source }, target);
}
python.runPython(`
import sys
sys.dont_write_bytecode = True
# PyYAML without its compiled part, as the browser gets it.
sys.path[:0] = ["/repository/tools", "/repository/tests/pyodide", "/pyyaml"]
import yaml
assert not yaml.__with_libyaml__
import account
print(account.main("/repository"))
`);
process.stdout.write(lines.join("\n") + "\n");
