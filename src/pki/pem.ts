// PEM armour (RFC 7468, and the headers of RFC 1421 that old encrypted keys carry).

import { X509Certificate } from 'node:crypto'
import { AppError } from '../shared/errors.ts'

export interface PemBlock {
  label: string
  headers: Map<string, string>
  der: Buffer
  /** The block itself, with Unix line ends. */
  text: string
}

/** Every block of the text, whatever stands between them. */
export function pemBlocks(text: string): PemBlock[] {
  const unix = text.replaceAll('\r\n', '\n')
  const marks = [...unix.matchAll(/-----(BEGIN|END) ([A-Z0-9 ]{1,40})-----/g)]
  return marks.flatMap((begin, index) => {
    const end = marks[index + 1]
    const label = begin[2] ?? ''
    if (begin[1] !== 'BEGIN' || end?.[1] !== 'END' || end[2] !== label) return []
    const stop = end.index + end[0].length
    return [{ label, ...content(unix.slice(begin.index + begin[0].length, end.index)), text: `${unix.slice(begin.index, stop)}\n` }]
  })
}

function content(text: string): { headers: Map<string, string>; der: Buffer } {
  const headers = new Map<string, string>()
  const base64 = text.replace(/^[ \t]*([A-Za-z0-9-]+):[ \t]*([^\n]*)$/gm, (_, name: string, value: string) => {
    headers.set(name, value.trim())
    return ''
  })
  return { headers, der: Buffer.from(base64, 'base64') }
}

/** DER bytes as PEM text, ending with a line feed. */
export function toPem(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}

/** Reads one certificate, PEM or DER. Errors: CERTIFICATE_INVALID. */
export function readCertificate(certificate: string | Buffer): X509Certificate {
  try {
    return new X509Certificate(certificate)
  } catch (cause) {
    throw new AppError('CERTIFICATE_INVALID', 'Certificate cannot be read', { remedy: 'Give one X.509 certificate in PEM.' }, cause)
  }
}

/** Whether it is one that can be read. */
export const isCertificate = (certificate: string): boolean => {
  try {
    readCertificate(certificate)
    return true
  } catch (error) {
    if (error instanceof AppError) return false
    throw error
  }
}

export const certificatePem = (der: Buffer) => toPem('CERTIFICATE', der)
