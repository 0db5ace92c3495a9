/**
 * Expands `$(NAME)` as Kubernetes does (k8s.io/kubernetes/third_party/forked/golang/expansion): a name that is not
 * known stays as it is written, `$$` is a dollar sign.
 */
export function expand(text: string, env: Readonly<Record<string, string>>): string {
  return text.replace(/\$(?:\$|\(([^)]*)\))/g, (whole, name: string | undefined) => {
    if (name === undefined) return '$';
    return Object.hasOwn(env, name) ? (env[name] ?? '') : whole;
  });
}
