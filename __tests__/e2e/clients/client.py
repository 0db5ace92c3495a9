"""Drives a cluster with the official Python client, and prints what it sees as JSON."""

import json
import os
import time

from kubernetes import client, config, watch
from kubernetes.client.rest import ApiException

config.load_kube_config()
batch, core = client.BatchV1Api(), client.CoreV1Api()
namespace = os.environ["NAMESPACE"]
transcript = []


def note(what, saw):
    transcript.append({"what": what, "saw": saw})


def job(name, command, **spec):
    return {
        "apiVersion": "batch/v1",
        "kind": "Job",
        "metadata": {"name": name, "labels": {"app": name}},
        "spec": {
            "backoffLimit": 0,
            **spec,
            "template": {
                "spec": {
                    "restartPolicy": "Never",
                    "containers": [
                        {
                            "name": "main",
                            "image": "localhost/busybox:1",
                            "command": ["sh", "-c", command],
                        }
                    ],
                }
            },
        },
    }


def refusal_of(call, *args, **kwargs):
    try:
        call(*args, **kwargs)
        return "taken"
    except ApiException as error:
        body = json.loads(error.body)
        return {"code": error.status, **{key: body.get(key) for key in ("reason", "message", "details")}}


def conditions_of(one):
    return [{"type": each.type, "reason": each.reason} for each in one.status.conditions or []]


def watched(name, asked):
    """The Job that a watch first shows with such a state."""
    watching = watch.Watch()
    selector = "metadata.name=" + name
    for event in watching.stream(batch.list_namespaced_job, namespace, field_selector=selector):
        if asked(event["type"], event["object"]):
            watching.stop()
            return event["type"], event["object"]


def settled(_, one):
    return any(each["type"] in ("Complete", "Failed") for each in conditions_of(one))


def suspended(_, one):
    return any(each["type"] == "Suspended" for each in conditions_of(one))


def container_started(name):
    while True:
        selector = "batch.kubernetes.io/job-name=" + name
        for pod in core.list_namespaced_pod(namespace, label_selector=selector).items:
            for status in pod.status.container_statuses or []:
                if status.state.running or status.state.terminated:
                    return pod.metadata.name
        time.sleep(0.05)


created = batch.create_namespaced_job(namespace, job("hello", "echo first; sleep 2; echo last"))
plain = client.ApiClient().sanitize_for_serialization
note("a created Job", {"spec": plain(created.spec), "date": type(created.metadata.creation_timestamp).__name__})

pod = container_started("hello")
note("a log that is followed", list(watch.Watch().stream(core.read_namespaced_pod_log, pod, namespace)))
_, done = watched("hello", settled)
note("its end, by a watch", {"conditions": conditions_of(done), "succeeded": done.status.succeeded})
note("the log of its Pod", core.read_namespaced_pod_log(pod, namespace))
note("the last line", core.read_namespaced_pod_log(pod, namespace, container="main", tail_lines=1))
events = core.list_namespaced_event(namespace, field_selector="involvedObject.name=" + pod).items
note("events of the Pod", sorted("%s %s: %s" % (each.type, each.reason, each.message) for each in events))

note("the same name again", refusal_of(batch.create_namespaced_job, namespace, job("hello", "true")))
note("a Job that is not there", refusal_of(batch.read_namespaced_job, "nobody", namespace))
note("a Job that is no good", refusal_of(batch.create_namespaced_job, namespace, job("Bad", "true", parallelism=-1)))
note("a dry run", batch.create_namespaced_job(namespace, job("dry", "true"), dry_run="All").metadata.name)

batch.create_namespaced_job(namespace, job("held", "exit 3", suspend=True))
# Resumed before the Job controller has seen it, it would have been suspended by nobody.
watched("held", suspended)
patched = batch.patch_namespaced_job("held", namespace, {"metadata": {"annotations": {"a": "b"}}})
note("patched", patched.metadata.annotations)
operations = [{"op": "add", "path": "/metadata/labels/a~1b", "value": "c"}]
note("patched by JSON patch", batch.patch_namespaced_job("held", namespace, operations).metadata.labels["a/b"])
before = batch.read_namespaced_job("held", namespace)
before.spec.suspend = False
resumed = batch.replace_namespaced_job("held", namespace, before)
note("replaced", {"suspend": resumed.spec.suspend, "generation": resumed.metadata.generation})
note("replaced from an old copy", refusal_of(batch.replace_namespaced_job, "held", namespace, before))
_, failed = watched("held", settled)
note("a failure", {"conditions": conditions_of(failed), "failed": failed.status.failed})

page = batch.list_namespaced_job(namespace, limit=1)
rest = batch.list_namespaced_job(namespace, limit=1, _continue=page.metadata._continue)
note("two pages", [[one.metadata.name for one in each.items] for each in (page, rest)])
by_label = batch.list_namespaced_job(namespace, label_selector="app in (held)")
note("by label", [one.metadata.name for one in by_label.items])

deleted = batch.delete_namespaced_job("hello", namespace, propagation_policy="Background")
note("deleted", plain(deleted))
note("it is gone", refusal_of(batch.read_namespaced_job, "hello", namespace))
collection = batch.delete_collection_namespaced_job(namespace, propagation_policy="Background")
note("the collection is deleted", plain(collection)["kind"])
note("none are left", len(batch.list_namespaced_job(namespace).items))

print(json.dumps(transcript))
