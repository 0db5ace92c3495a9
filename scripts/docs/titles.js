import { Converter } from 'typedoc';

/** A plug-in of typedoc: a page of the docs is called after its first heading, which need not stand twice then. */
export function load(app) {
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_context, document) => {
    const [first] = document.content;
    const [line, title] = /^# (.+)\n/.exec(first?.text ?? '') ?? [];
    if (title === undefined) return;
    document.name = title;
    first.text = first.text.slice(line.length);
  });
}
