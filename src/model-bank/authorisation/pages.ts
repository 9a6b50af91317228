// The pages that a person sees: plain HTML, no script, one style sheet.

export const styleSheet = `
:root { color-scheme: light dark; --text: #1b1f24; --muted: #57606a; --line: #d0d7de; --back: #ffffff; --accent: #0b5cad; --bad: #b3261e; --card: #f6f8fa }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6edf3; --muted: #9aa4af; --line: #3d444d; --back: #0d1117; --accent: #6cb6ff; --bad: #ff8a80; --card: #161b22 }
}
* { box-sizing: border-box }
body { margin: 0; background: var(--back); color: var(--text); font: 16px/1.5 system-ui, sans-serif }
main { max-width: 36rem; margin: 0 auto; padding: 2rem 1rem }
header { border-bottom: 1px solid var(--line); padding: 0.75rem 1rem; font-weight: 600 }
h1 { font-size: 1.4rem; line-height: 1.3 }
h2 { font-size: 1.05rem; margin-top: 1.5rem }
label { display: block; margin-top: 1rem; font-weight: 600 }
label.choice { display: flex; gap: 0.6rem; align-items: start; margin-top: 0.5rem; padding: 0.6rem; border: 1px solid var(--line); border-radius: 6px; font-weight: 400 }
fieldset { border: 0; margin: 1rem 0 0; padding: 0 }
legend { font-weight: 600; padding: 0 }
input[type=text], input[type=password], select, textarea {
  width: 100%; margin-top: 0.25rem; padding: 0.5rem; font: inherit; color: inherit; background: var(--back); border: 1px solid var(--muted); border-radius: 6px
}
textarea { font-family: ui-monospace, monospace; font-size: 0.85rem; min-height: 9rem }
button { margin: 1.5rem 0.5rem 0 0; padding: 0.55rem 1.1rem; font: inherit; border-radius: 6px; border: 1px solid var(--accent); background: var(--back); color: var(--accent); cursor: pointer }
button.main { background: var(--accent); color: var(--back) }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
.error { color: var(--bad); font-weight: 600; margin: 0.5rem 0 0 }
.muted { color: var(--muted) }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: 0.75rem 1rem }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1rem; margin: 0 }
dt { color: var(--muted) }
dd { margin: 0; overflow-wrap: anywhere }
code { font-family: ui-monospace, monospace; font-size: 0.9em; overflow-wrap: anywhere }
`

/** Text that is already HTML; everything else put into `html` is escaped. */
export class Html {
  text: string
  constructor(text: string) {
    this.text = text
  }
}

type Piece = Html | string | number | null | false | Piece[]

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

// SECURITY: values come from clients, certificates and forms; escaping here stops them from becoming markup.
const render = (piece: Piece): string => {
  if (piece === null || piece === false) return ''
  if (piece instanceof Html) return piece.text
  if (Array.isArray(piece)) return piece.map(render).join('')
  return String(piece).replace(/[&<>"']/g, (character) => escapes[character] ?? '')
}

export function html(strings: TemplateStringsArray, ...pieces: Piece[]): Html {
  return new Html(strings.map((text, index) => text + render(pieces[index] ?? null)).join(''))
}

export function page(title: string, body: Html): string {
  return html`<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Model bank</title>
<link rel="stylesheet" href="/style.css">
</head>
<body>
<header>Model bank <span class="muted">invented, for tests</span></header>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`.text
}

/** An error message beside the field it is about; `id` is what the field's aria-describedby names. */
export const fieldError = (id: string, message: string | null): Html =>
  html`${message !== null && html`<p class="error" id="${id}" role="alert">${message}</p>`}`

export function errorPage(title: string, message: string, code?: string): string {
  return page(title, html`<p>${message}</p>${code !== undefined && html`<p class="muted">Code: <code>${code}</code></p>`}`)
}
