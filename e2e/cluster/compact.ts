/**
 * Makes etcd forget all that was before now, by its JSON gateway
 * (https://etcd.io/docs/v3.6/dev-guide/api_grpc_gateway/).
 */
export async function compact(etcd: string): Promise<void> {
  const call = async (method: string, body: object): Promise<{ header: { revision: string } }> => {
    const answer = await fetch(`${etcd}/v3/kv/${method}`, { method: 'POST', body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`etcd answered ${answer.status} to ${method}: ${await answer.text()}`);
    return (await answer.json()) as { header: { revision: string } };
  };
  // A key that is nobody's, so that also the newest version of the API server's is of the past.
  const { header } = await call('put', { key: btoa('e2e'), value: btoa('compaction') });
  await call('compaction', { revision: header.revision, physical: true });
}
