"""make_flow.py FLOW_FILE REGISTRATION FLOW_PATH, run with the Prefect of the image.

Pickles a flow of two tasks to FLOW_FILE, as Prefect's Docker storage would have put it at FLOW_PATH of the image, and
writes to REGISTRATION, as JSON, what Prefect's API would know of it. Each task also adds a line to the file that the
variable SIDE_EFFECTS names, if it is set: the proof that it ran. With FLOW_FAILS set, the second task raises.
"""

import json
import sys
import warnings

warnings.simplefilter("ignore")

from prefect import Flow, task  # noqa: E402
from prefect.engine.state import Pending, Scheduled, Submitted  # noqa: E402
from prefect.environments.execution import KubernetesJobEnvironment  # noqa: E402
from prefect.storage import Docker  # noqa: E402
from prefect.utilities.storage import flow_to_bytes_pickle  # noqa: E402

flow_file, registration_file, flow_path = sys.argv[1:4]


def note(line):
    import os

    if "SIDE_EFFECTS" in os.environ:
        with open(os.environ["SIDE_EFFECTS"], "a") as file:
            file.write(line + "\n")


@task
def get_value():
    note("get_value")
    return "Example!"


@task
def output_value(value):
    import os

    if "FLOW_FAILS" in os.environ:
        raise RuntimeError("FLOW_FAILS is set")
    print(value)
    note("output_value " + value)


# The original reads its YAML when it is made. In the container only its type is asked for.
with open("job_spec.yaml", "w") as file:
    file.write("apiVersion: batch/v1\nkind: Job\n")

storage = Docker(registry_url="gcr.io/dev/", image_name="k8s-job-flow", image_tag="0.1.0")
flow = Flow(
    "Kubernetes Job Environment w/ Resource Requests & Limits",
    environment=KubernetesJobEnvironment(job_spec_file="job_spec.yaml"),
    storage=storage,
)
output_value.bind(value=get_value, flow=flow)
storage.add_flow(flow)
storage.flows[flow.name] = flow_path

with open(flow_file, "wb") as file:
    file.write(flow_to_bytes_pickle(flow))

submitted = Submitted(
    message="Submitted for execution", state=Scheduled(message="Flow run scheduled.")
)
registration = {
    "flow": {
        "name": flow.name,
        "storage": storage.serialize(),
        "environment": flow.environment.serialize(),
    },
    "tasks": [
        {"id": "task-%d" % number, "slug": each["slug"], "name": each["name"]}
        for number, each in enumerate(flow.serialize()["tasks"], 1)
    ],
    "flowRunState": submitted.serialize(),
    "taskRunState": Pending(message="Task run created").serialize(),
}
with open(registration_file, "w") as file:
    json.dump(registration, file, indent=1)
