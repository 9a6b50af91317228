// CodeMirror, read-only; loaded with the first JSON that is shown.

import { json as jsonLanguage } from '@codemirror/lang-json'
import { codeFolding, foldGutter, foldKeymap, HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search'
import { EditorState } from '@codemirror/state'
import { drawSelection, EditorView, keymap } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { useEffect, useRef } from 'react'

/** The host's nonce for style sheets, without which its policy would refuse the editor's. */
const styleNonce = (): string =>
  document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"], meta[name="style-nonce"]')?.nonce ?? ''

const theme = EditorView.theme({
  '&': { backgroundColor: 'transparent', color: 'var(--text)', fontSize: 'var(--mono-size)' },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '1px' },
  '.cm-content, .cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '18px' },
  '.cm-gutters': { backgroundColor: 'transparent', border: '0', color: 'var(--muted)' },
  '.cm-foldGutter span': { cursor: 'pointer', padding: '0 4px' },
  '.cm-foldPlaceholder': { backgroundColor: 'var(--hover)', border: '0', color: 'var(--muted)', padding: '0 4px' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--accent-soft)',
  },
  '.cm-selectionMatch': { backgroundColor: 'var(--attention-soft)' },
  '.cm-searchMatch': { backgroundColor: 'var(--attention-soft)', outline: '1px solid var(--attention)' },
  '.cm-searchMatch.cm-searchMatch-selected': { backgroundColor: 'var(--accent-soft)', outline: '2px solid var(--accent)' },
  '.cm-panels': { backgroundColor: 'var(--sunken)', color: 'var(--text)', borderColor: 'var(--line)' },
  '.cm-panels-top': { borderBottom: '1px solid var(--line)' },
  '.cm-textfield': { backgroundColor: 'var(--ground)', border: '1px solid var(--edge)', borderRadius: '4px', fontSize: 'var(--text-size)' },
  '.cm-panel.cm-search label': { fontSize: 'var(--caption-size)' },
  '.cm-button': {
    backgroundColor: 'var(--raised)',
    backgroundImage: 'none',
    border: '1px solid var(--edge)',
    borderRadius: '4px',
    fontSize: 'var(--text-size)',
  },
})

const highlighting = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--accent)' },
  { tag: tags.string, color: 'var(--good)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--attention)' },
])

const extensions = (label: string) => [
  EditorView.cspNonce.of(styleNonce()),
  EditorState.readOnly.of(true),
  EditorView.contentAttributes.of({ 'aria-label': label }),
  EditorView.lineWrapping,
  jsonLanguage(),
  codeFolding(),
  foldGutter(),
  drawSelection(),
  search({ top: true }),
  highlightSelectionMatches(),
  syntaxHighlighting(highlighting),
  keymap.of([...searchKeymap, ...foldKeymap]),
  theme,
]

export const JsonView = ({ json, label }: { json: string; label: string }) => {
  const parent = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!parent.current) return
    const view = new EditorView({ parent: parent.current, state: EditorState.create({ doc: json, extensions: extensions(label) }) })
    return () => view.destroy()
  }, [json, label])
  return <div ref={parent} />
}
