#!/usr/bin/env python3
"""Writes the table of protobuf fields that the sandbox's API decodes request bodies with.

    protobuf-fields.py KUBERNETES_SOURCE > src/main/resources/uz/stario/rollback/sandbox/api/protobuf.txt

Reads the json and protobuf tags of the Go structs in vendor/k8s.io (staging/src/k8s.io in an
unvendored tree), which is where the upstream generated.proto comes from.
"""
import os, re, sys

ROOTS = """
core/v1.Namespace core/v1.Node core/v1.Pod core/v1.Service core/v1.ConfigMap core/v1.Secret core/v1.Event
core/v1.ResourceQuota core/v1.ServiceAccount apps/v1.Deployment apps/v1.ReplicaSet coordination/v1.Lease
autoscaling/v1.Scale policy/v1.Eviction meta/v1.DeleteOptions authentication/v1.SelfSubjectReview
authorization/v1.SelfSubjectAccessReview authorization/v1.SelfSubjectRulesReview
""".split()
# What JSON shows otherwise than as its protobuf fields; Protobuf.java knows each.
SPECIAL = {"meta/v1.Time": "time", "meta/v1.MicroTime": "micros", "util/intstr.IntOrString": "intstr",
           "api/resource.Quantity": "quantity", "pkg/runtime.RawExtension": "raw", "meta/v1.FieldsV1": "raw"}
STRINGS = {"pkg/types.UID"}
IMPORTS = {"metav1": "meta/v1", "v1": "core/v1", "resource": "api/resource", "intstr": "util/intstr",
           "runtime": "pkg/runtime", "types": "pkg/types"}
DIRS = {"meta/v1": "apimachinery/pkg/apis/meta/v1"}

base = sys.argv[1] + "/vendor/k8s.io"
if not os.path.isdir(base):
    base = sys.argv[1] + "/staging/src/k8s.io"
structs, names = {}, {}

def load(package):
    if package in names:
        return
    text = open(f"{base}/{DIRS.get(package, 'api/' + package)}/types.go").read()
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    names[package] = dict(re.findall(r"^type (\w+) (?!struct)([\w.\[\]*]+)\s*$", text, re.M))
    for name, body in re.findall(r"^type (\w+) struct \{(.*?)^\}", text, re.M | re.S):
        structs[f"{package}.{name}"] = re.findall(
            r'^\s*(?:\w+\s+)?([\w.\[\]*]+)\s+`json:"([^"]*)"[^`]*protobuf:"([^"]*)"', body, re.M)

def resolve(go, package):
    """The type in the table, and the messages it needs."""
    go = go.lstrip("*")
    if go == "[]byte":
        return "bytes", []
    if go.startswith("[]"):
        inner, needs = resolve(go[2:], package)
        return "[]" + inner, needs
    mapped = re.match(r"map\[[\w.]+\](.*)", go)
    if mapped:
        inner, needs = resolve(mapped.group(1), package)
        return "{}" + inner, needs
    if go in ("string", "bool", "int32", "int64"):
        return go, []
    if "." in go:
        alias, name = go.split(".")
        full = f"{IMPORTS[alias]}.{name}"
    else:
        full = f"{package}.{go}"
    if full in SPECIAL:
        return SPECIAL[full], []
    if full in STRINGS:
        return "string", []
    home = full.rsplit(".", 1)[0]
    load(home)
    target = names[home].get(full.rsplit(".", 1)[1])
    if target is not None:
        inner, needs = resolve(target, home)
        # A list with a name of its own is a message around the list.
        return (("items:" + inner[2:]) if inner.startswith("[]") and full.endswith("ExtraValue") else inner), needs
    assert full in structs, full
    return full, [full]

done, queue = {}, list(ROOTS)
while queue:
    message = queue.pop()
    if message in done:
        continue
    package = message.rsplit(".", 1)[0]
    load(package)
    fields = []
    for go, json, protobuf in structs[message]:
        number = protobuf.split(",")[1]
        name, *flags = json.split(",")
        kind, needs = resolve(go, package)
        queue += needs
        scalar = kind in ("string", "bool", "int32", "int64", "bytes")
        optional = "?" if scalar and "omitempty" in flags and not go.startswith("*") else ""
        fields.append((int(number), f"{number}:{'-' if 'inline' in flags else name}:{optional}{kind}"))
    done[message] = " ".join(f for _, f in sorted(fields))
print("# Made by sandbox/src/build/protobuf-fields.py from the types.go of Kubernetes; do not edit.")
print("# MESSAGE NUMBER:JSON-NAME:TYPE…   [] list, {} map by string, ? left out when zero, - inlined")
for message in sorted(done):
    print(message, done[message])
