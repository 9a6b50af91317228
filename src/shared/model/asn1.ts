import { z } from 'zod'
import { pem } from './common.ts'

/** One value of DER: what it is called, what it says, and where it stands. */
export interface Asn1Node {
  tag: number
  name: string
  value: string | null
  offset: number
  length: number
  children: Asn1Node[]
}

export const asn1Node: z.ZodType<Asn1Node> = z.object({
  tag: z.int().describe('First identifier octet'),
  name: z.string().describe('Such as SEQUENCE, or [0] for a tag of the context'),
  value: z.string().nullable().describe('Content in words; null for what only holds others'),
  offset: z.int().describe('Bytes before it'),
  length: z.int().describe('Bytes with its own header'),
  get children() {
    return z.array(asn1Node)
  },
})

export const asn1Input = z.strictObject({ pem: pem.describe('One certificate or signing request in PEM') })
export const asn1Tree = z.object({
  root: asn1Node,
  truncated: z.boolean().describe('More than can be shown; what is left out stands as bytes'),
})
