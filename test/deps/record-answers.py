"""
Runs the cases of cases.json with dbt, against a hub on loopback and git repositories made here, and stores what dbt prints
and writes in golden/answers.json.

usage: <python with dbt-core and dbt-duckdb> test/deps/record-answers.py
"""
import gzip
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import version
from pathlib import Path
from threading import Thread

HERE = Path(__file__).parent
DBT = Path(sys.executable).parent / "dbt"
CASES = json.loads((HERE / "cases.json").read_text())
MOMENT = "2024-01-01T00:00:00+0000"
GIT_ENV = {
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_SYSTEM": "/dev/null",
    "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@a", "GIT_AUTHOR_DATE": MOMENT,
    "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@a", "GIT_COMMITTER_DATE": MOMENT,
}


def tarball(name, version):
    """An archive as GitHub makes them: one folder that holds everything."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for path, text in (("", None), ("/dbt_project.yml", f"name: {name}\nversion: '{version}'\n"), ("/macros", None), ("/macros/m.sql", "{% macro m() %}1{% endmacro %}\n")):
            entry = tarfile.TarInfo(f"{name}-{version}{path}")
            entry.mode = 0o755
            if text is None:
                entry.type = tarfile.DIRTYPE
                tar.addfile(entry)
            else:
                entry.size = len(text.encode())
                tar.addfile(entry, io.BytesIO(text.encode()))
    return gzip.compress(buffer.getvalue())


class Hub(BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def answer(self, body):
        self.send_response(200 if body is not None else 404)
        self.send_header("Content-Length", str(len(body or b"")))
        self.end_headers()
        self.wfile.write(body or b"")

    def do_GET(self):
        base = f"http://127.0.0.1:{self.server.server_port}"
        hub = CASES["hub"]
        if self.path == "/api/v1/index.json":
            return self.answer(json.dumps(list(hub)).encode())
        if found := re.fullmatch(r"/api/v1/(.*)\.json", self.path):
            entry = hub.get(found[1])
            return self.answer(entry and json.dumps(described(found[1], entry, base)).encode())
        if found := re.fullmatch(r"/tarballs/(\w+/\w+)/(.*)\.tar\.gz", self.path):
            return self.answer(tarball(hub[found[1]]["name"], found[2]))
        self.answer(None)


def described(full_name, entry, base):
    namespace, name = full_name.split("/")
    redirects = {key: entry[key] for key in entry if key.startswith("redirect")}
    versions = {
        version: {
            "id": f"{full_name}/{version}",
            "name": entry["name"],
            "version": version,
            "packages": details.get("packages", []),
            "require_dbt_version": details.get("require_dbt_version", []),
            "downloads": {"tarball": f"{base}/tarballs/{full_name}/{version}.tar.gz", "format": "tgz", "sha1": "x"},
        }
        for version, details in entry["versions"].items()
    }
    return {"name": name, "namespace": namespace, **redirects, "versions": versions}


def write(folder, files):
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)


def repositories(root):
    """Git repositories of the cases; their commits have fixed hashes where their files name no place."""
    for name, commits in CASES["git"].items():
        folder = root / "git" / name
        folder.mkdir(parents=True)
        run = lambda *arguments: subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, env={**os.environ, **GIT_ENV})
        run("init", "-b", "main")
        for at, commit in enumerate(commits):
            if "branch" in commit:
                run("checkout", "-b", commit["branch"])
            write(folder, {path: text.replace("<git>", f"file://{root}/git") for path, text in commit["files"].items()})
            run("add", ".")
            run("commit", "-m", str(at))
            if "tag" in commit:
                run("tag", commit["tag"])
        run("checkout", "main")
    shutil.copytree(root / "git" / "plain", root / "git" / "plain.git")
    shutil.copytree(root / "git" / "plain", root / "git" / "team" / "plain.git")


def shown(text, root, port):
    for found, name in ((f"file://{root}/git", "<git>"), (f"http://127.0.0.1:{port}", "<hub>"), (str(root), "<root>")):
        text = text.replace(found, name)
    text = re.sub(r"dbt-downloads-\w+", "dbt-downloads", text)
    text = re.sub(r"case-\d+", "case", text)
    text = re.sub(r"Traceback \(most recent call last\).*", "", text, flags=re.S)
    return re.sub(r"^\d\d:\d\d:\d\d  ", "", text, flags=re.M)


def records(text):
    kept = []
    for line in text.splitlines():
        entry = json.loads(line)
        info = entry["info"]
        if info["name"][:3] in ("Dep", "Git", "Reg") or info["name"] == "Formatting":
            kept.append({"name": info["name"], "code": info["code"], "level": info["level"], "msg": info["msg"], "data": entry["data"]})
    return kept


def run_step(step, case, place):
    root, folder, port = place
    fill = lambda text: text.replace("<git>", f"file://{root}/git").replace("<hub>", f"http://127.0.0.1:{port}")
    if "packages" in step:
        (folder / "packages.yml").write_text(fill(step["packages"]))
    environment = {
        **os.environ, **GIT_ENV,
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DBT_PACKAGE_HUB_URL": f"http://127.0.0.1:{port}/",
        **{name: fill(value) for name, value in {**case.get("env", {}), **step.get("env", {})}.items()},
    }
    arguments = [fill(each) for each in [*step.get("before", []), step.get("command", "deps"), *step.get("args", [])]]
    done = subprocess.run([DBT, "--no-use-colors", *arguments], cwd=folder, env=environment, capture_output=True, text=True)
    out = shown(done.stdout, root, port)
    is_json = "json" in arguments
    read = lambda name: shown((folder / name).read_text(), root, port) if (folder / name).exists() else None
    installed = {}
    for place_name in ("dbt_packages", "vendor/them"):
        if (folder / place_name).exists():
            for each in sorted((folder / place_name).iterdir()):
                installed[f"{place_name}/{each.name}"] = "link" if each.is_symlink() else sorted(
                    str(path.relative_to(each)) for path in each.rglob("*") if path.is_file() and ".git/" not in str(path))
    return {
        "code": done.returncode,
        **({"records": records(out)} if is_json else {"out": out}),
        **({"err": shown(done.stderr, root, port)} if done.stderr else {}),
        "lock": read("package-lock.yml"),
        "packages": read("packages.yml") if "--add-package" in arguments else None,
        "dependencies": read("dependencies.yml") if "--add-package" in arguments else None,
        "installed": installed,
    }


def run_case(item):
    (name, case), root, port = item
    folder = root / f"case-{list(CASES['cases']).index(name)}" / "p"
    fill = lambda text: text.replace("<git>", f"file://{root}/git").replace("<hub>", f"http://127.0.0.1:{port}")
    write(folder, {"dbt_project.yml": case.get("project", "name: shop\nprofile: shop\n"), "profiles.yml": "shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: shop.duckdb}\n", **case.get("files", {})})
    if "packages" in case:
        (folder / "packages.yml").write_text(fill(case["packages"]))
    if "lock" in case:
        (folder / "package-lock.yml").write_text(case["lock"].replace("<hash of upgrade>", HASHES["upgrade"]))
    for name_, files in CASES["local"].items():
        write(folder.parent / "local" / name_, files)
    return name, [run_step(step, case, (root, folder, port)) for step in case["steps"]]


def hashes():
    from dbt.config.project import package_config_from_data
    from dbt.task.deps import _create_sha1_hash
    import copy
    lists = json.loads((HERE / "hashed.json").read_text())
    return {name: _create_sha1_hash(package_config_from_data(copy.deepcopy({"packages": given["rendered"]}), {"packages": given.get("written", given["rendered"])}).packages) for name, given in lists.items()}


HASHES = hashes()
if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary).resolve()
        repositories(root)
        server = ThreadingHTTPServer(("127.0.0.1", 0), Hub)
        Thread(target=server.serve_forever, daemon=True).start()
        items = [(item, root, server.server_port) for item in CASES["cases"].items()]
        if len(sys.argv) > 1:
            items = [item for item in items if sys.argv[1] in item[0][0]]
        with ThreadPoolExecutor(2) as pool:
            answers = dict(pool.map(run_case, items))
    result = {
        "versions": {each: version(each) for each in ("dbt-core", "dbt-duckdb")},
        "command": "dbt deps, see cases.json",
        "hashes": HASHES,
        "answers": answers,
    }
    text = json.dumps(result, indent=1, ensure_ascii=False) + "\n"
    if len(sys.argv) > 1:
        print(text)
    else:
        (HERE / "golden" / "answers.json").write_text(text)
