"""Creates Jobs through the Python client, in threads. Answers each line of JSON with a line of JSON."""
import json
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import yaml
from kubernetes import client, config

MOST_IN_FLIGHT = 64


def connect():
    kube_config = yaml.safe_load(json.loads(os.environ['BENCH_TARGET'])['kubeConfig'])
    configuration = client.Configuration()
    config.load_kube_config_from_dict(kube_config, client_configuration=configuration)
    configuration.connection_pool_maxsize = MOST_IN_FLIGHT
    return client.BatchV1Api(client.ApiClient(configuration))


def named(job, name):
    metadata = job['metadata']
    labels = {**metadata['labels'], 'flow_run_id': name}
    return {**job, 'metadata': {**metadata, 'name': name, 'labels': labels}}


def run(api, task):
    numbers = iter(range(task['count']))

    def work(_):
        # `next` of a range iterator is atomic.
        for number in numbers:
            job = named(task['job'], f"{task['prefix']}-{number}")
            made = api.create_namespaced_job(
                'default', job, field_validation='Strict', field_manager='bench')
            assert len(made.metadata.uid) > 30

    started, cpu = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(task['inFlight']) as pool:
        list(pool.map(work, range(task['inFlight'])))
    return {'seconds': time.perf_counter() - started, 'cpuSeconds': time.process_time() - cpu}


def main():
    api = connect()
    for line in sys.stdin:
        try:
            answer = run(api, json.loads(line))
        except Exception as error:
            answer = {'error': str(error)}
        print(json.dumps(answer), flush=True)


main()
