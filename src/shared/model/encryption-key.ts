import { z } from 'zod'
import { id, secret, timestamp } from './common.ts'

export const keySource = z
  .enum(['OsKeychain', 'Configuration', 'Passphrase', 'Ephemeral'])
  .describe('What wraps the data key. Ephemeral: nothing does, it dies with the process')
export type KeySource = z.infer<typeof keySource>

export const encryptionKeyDescription = z.object({
  id,
  created: timestamp,
  name: z.string(),
  source: keySource,
  sourceName: z.string().describe('Keychain account or environment variable; empty for a passphrase'),
  backend: z.string().describe('Identity of the backend that held the key when it was made'),
  current: z.boolean(),
  state: z.enum(['unlocked', 'locked', 'lost', 'changed']).describe('lost: the source no longer has it; changed: it holds another key'),
  sealedValues: z.int().describe('How many values this key seals'),
  seals: z
    .array(z.object({ kind: z.string().describe('Table of the records'), values: z.int() }))
    .describe('The same, by what they belong to'),
})
export type EncryptionKeyDescription = z.infer<typeof encryptionKeyDescription>

/** Where a new key's wrapping key comes from. */
export const keySourceInput = z.discriminatedUnion('source', [
  z.strictObject({ source: z.literal('OsKeychain') }),
  z.strictObject({
    source: z.literal('Configuration'),
    sourceName: z
      .string()
      .regex(/^[A-Za-z_][A-Za-z0-9_]*$/)
      .describe('Environment variable that holds a base64 256-bit key'),
  }),
  z.strictObject({ source: z.literal('Passphrase'), passphrase: secret('At least eight characters').pipe(z.string().min(8)) }),
])
export type KeySourceInput = z.infer<typeof keySourceInput>

export const cancelledRotation = z.object({ cancelled: z.boolean().describe('false when none was under way') })

export const createEncryptionKeyInput = z.strictObject({
  name: z.string().min(1).max(100),
  key: keySourceInput,
  setCurrent: z.boolean().default(true),
})
