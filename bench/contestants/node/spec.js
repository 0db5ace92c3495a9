import { serve } from './serve.js';

const ways = {
  async 'readJobSpec and validateJob'() {
    const { readJobSpec, validateJob } = await import('../../../dist/index.js');
    return (text) => validateJob(readJobSpec(text)).filter(({ severity }) => severity === 'error');
  },
  async 'yaml alone'() {
    const { parse } = await import('yaml');
    return (text) => (parse(text), []);
  },
  /** With the schema that the API server publishes: no rule of a format, no position. */
  async 'js-yaml and ajv'({ openApi }) {
    const [{ load }, { default: Ajv }] = await Promise.all([import('js-yaml'), import('ajv')]);
    const ajv = new Ajv({ strict: false, logger: false, validateFormats: false });
    ajv.addSchema({ $id: 'openapi', components: openApi.components });
    const check = ajv.compile({ $ref: 'openapi#/components/schemas/io.k8s.api.batch.v1.Job' });
    return (text) => (check(load(text)) ? [] : check.errors);
  },
};

let way;

serve({
  async prepare({ openApi }) {
    way = await ways[process.argv[2]]({ openApi });
  },
  read({ text, count }) {
    const started = performance.now();
    for (let i = 0; i < count; i += 1) {
      const errors = way(text);
      if (errors.length > 0) throw new Error(`It is not sound: ${JSON.stringify(errors)}`);
    }
    return { milliseconds: (performance.now() - started) / count };
  },
});
