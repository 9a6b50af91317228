import { useState } from 'react'
import { entityText } from '../../../text/entities/index.ts'
import { base64Of, kindOfBytes, kindOfText, type MaterialKind, maxBytes } from './material-kind.ts'

const t = entityText.certificateForms

const bytesOf = async (file: File): Promise<Uint8Array> => new Uint8Array(await file.arrayBuffer())

/**
 * A file or a pasted text that may hold a private key.
 * SECURITY: of a file only the handle is kept, and it is read anew for each call; a key in clear leaves the page with the call it was given for.
 */
export const useMaterial = () => {
  const [file, setFile] = useState<File | null>(null)
  const [fileKind, setFileKind] = useState<MaterialKind | null>(null)
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [cleared, setCleared] = useState(false)
  const kind = file ? fileKind : text.trim() === '' ? null : kindOfText(text)

  const forget = () => {
    setFile(null)
    setFileKind(null)
    setText('')
  }

  return {
    ...{ file, kind, text, problem, cleared, forget },
    /** Nothing was given yet. */
    empty: file === null && text.trim() === '',

    async choose(chosen: File): Promise<void> {
      setCleared(false)
      if (chosen.size > maxBytes) return setProblem(t.material.tooLarge)
      try {
        const kind = kindOfBytes(await bytesOf(chosen))
        setText('')
        setFile(chosen)
        setFileKind(kind)
        setProblem(null)
      } catch {
        setProblem(t.material.unreadable)
      }
    },

    write(pasted: string): void {
      setCleared(false)
      setProblem(null)
      setFile(null)
      setText(pasted)
    },

    say: setProblem,

    /** As the core takes it; null when the file cannot be read any more. */
    async input(): Promise<{ pem: string } | { base64: string } | null> {
      if (!file) return { pem: text }
      try {
        return { base64: base64Of(await bytesOf(file)) }
      } catch {
        setProblem(t.material.unreadable)
        return null
      }
    },

    /** After a call that failed: what was encrypted may be tried again with another passphrase, a key in clear may not stay. */
    forgetClear(): void {
      if (file || kindOfText(text) !== 'clearKey') return
      setText('')
      setCleared(true)
    },
  }
}

export type Material = ReturnType<typeof useMaterial>
