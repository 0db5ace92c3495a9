import { Converter } from 'typedoc';

/** A plug-in of typedoc: a page is called after its first heading, and the README's, which is the site's, stands once. */
export function load(app) {
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_context, document) => {
    const [, title] = /^# (.+)\n/.exec(document.content[0]?.text ?? '') ?? [];
    if (title !== undefined) document.name = title;
  });
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    const [first] = project.readme ?? [];
    if (first !== undefined) first.text = first.text.replace(/^# .+\n/, '');
  });
}
