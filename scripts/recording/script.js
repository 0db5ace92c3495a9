/** What is typed, one after the other. */
export const commands = [
  'kje validate job_spec.yaml',
  'sed -i s/resource:/resources:/ job_spec.yaml',
  'kje run job_spec.yaml -- sh train.sh',
  'kje status training',
];

/** What lies in the folder. The YAML has a slip. */
export const files = {
  'job_spec.yaml': `apiVersion: batch/v1
kind: Job
metadata:
  name: training
spec:
  backoffLimit: 0
  template:
    spec:
      containers:
        - name: flow
          image: training:1
          resource:
            limits: { cpu: "2", memory: 4G }
`,
  'train.sh': `for epoch in 1 2 3 4; do
  sleep 1
  echo "epoch $epoch of 4"
done
`,
};
