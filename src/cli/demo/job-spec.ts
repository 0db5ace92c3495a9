/** The Job YAML of the demo: what the library fills in is left out, the rest is the user's. */
export const demoJobSpec = `apiVersion: batch/v1
kind: Job
metadata:
  name: demo
spec:
  backoffLimit: 0
  template:
    spec:
      containers:
        - name: flow-container # runs the flow
          image: node:22-alpine
          env:
            - name: MY_ENV
              value: foo
          resources:
            limits: { cpu: "2", memory: 4G }
            requests: { cpu: "1", memory: 2G }
`;

/** The command of the demo: it takes a second, so that there is something to see. */
export const demoWords = [
  'node',
  '--eval',
  "console.log('getting the value'); setTimeout(() => console.log('Example!'), 1000)",
];
