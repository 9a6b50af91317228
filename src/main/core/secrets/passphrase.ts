import { createSecretKey, type KeyObject, randomBytes, scrypt } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '../../../shared/errors.ts'
import type { KeySource, Unreachable } from './key-source.ts'

/** OWASP Password Storage: scrypt with N=2^17, r=8, p=1 (128 MiB). */
const cost = { N: 2 ** 17, r: 8, p: 1 }
const minimumLength = 8

/** SECURITY: a changed file must not make us spend any memory or time it likes. The caps allow 512 MiB. */
const storedParameters = z.strictObject({
  N: z
    .int()
    .min(2 ** 14)
    .max(2 ** 19)
    .refine((n) => Number.isInteger(Math.log2(n))),
  r: z.int().min(1).max(8),
  p: z.int().min(1).max(4),
  salt: z.base64().length(24),
})
type Parameters = z.infer<typeof storedParameters>

const derive = (passphrase: string, { N, r, p, salt }: Parameters): Promise<KeyObject> =>
  new Promise((done, failed) => {
    const options = { N, r, p, maxmem: 128 * N * r + 128 * r * p + 2 ** 20 }
    // RFC 8265 §4.2.2: one normal form, so that the same passphrase typed on another system gives the same bytes.
    scrypt(passphrase.normalize('NFC'), Buffer.from(salt, 'base64'), 32, options, (error, key) => {
      if (error) return failed(error)
      done(createSecretKey(key))
      key.fill(0)
    })
  })

const parse = (parameters: string | null): Parameters => {
  try {
    return storedParameters.parse(JSON.parse(parameters ?? 'null'))
  } catch (cause) {
    throw new AppError('DECRYPTION_FAILED', 'Passphrase parameters are outside what is accepted', { remedy: 'Restore a backup' }, cause)
  }
}

const remedy = 'Give the passphrase that this workspace was made with'

/** `passphrase` is null when none was given. */
export const passphraseSource = (passphrase: string | null): KeySource => ({
  source: 'Passphrase',

  async create(id) {
    if (passphrase === null || passphrase.length < minimumLength) {
      throw new AppError('INVALID_INPUT', `Passphrase is shorter than ${minimumLength} characters`, { field: 'key.passphrase' })
    }
    const parameters = { ...cost, salt: randomBytes(16).toString('base64') }
    const wrappingKey = await derive(passphrase, parameters)
    return { id, wrappingKey, sourceName: '', backend: 'scrypt', parameters: JSON.stringify(parameters) }
  },

  async obtain({ parameters }): Promise<KeyObject | Unreachable> {
    if (passphrase === null) return { state: 'locked', reason: 'its passphrase was not given', remedy }
    return derive(passphrase, parse(parameters))
  },

  mismatch: () => ({ state: 'locked', reason: 'the passphrase is wrong', remedy }),

  async forget() {},
})
