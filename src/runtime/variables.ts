/** What the container is told by `nodeRuntime`; `loadAndRunFlow` reads it there. */
export const VARIABLES = {
  flowFilePath: 'KJE__CONTEXT__FLOW_FILE_PATH',
  flowName: 'KJE__CONTEXT__FLOW_NAME',
  flowRunId: 'KJE__CONTEXT__FLOW_RUN_ID',
  namespace: 'KJE__CONTEXT__NAMESPACE',
  image: 'KJE__CONTEXT__IMAGE',
} as const;
