import { createHmac, randomBytes } from 'node:crypto'
import type { Secrets } from '../secrets/secrets.ts'
import type { Placeholder } from './found-secrets.ts'

const mostRecent = 20

const keyRef = { table: 'request_log', id: 'redaction', column: 'key' }

/**
 * Placeholders such as `‹access_token:7f3a9c21›`.
 * SECURITY: keyed, so that guessing a short secret and hashing it does not find its placeholder. The key is made on first use and sealed.
 */
export function createPlaceholders(secrets: Secrets): Placeholder {
  let key: Buffer | null = null
  // A fetch of many pages sends the same token with each.
  const recent = new Map<string, string>()
  const loadKey = () => {
    if (!secrets.has(keyRef)) secrets.put(keyRef, randomBytes(32))
    return secrets.get(keyRef)
  }
  return (kind, value) => {
    const known = recent.get(value)
    if (known?.startsWith(`‹${kind}:`)) return known
    key ??= loadKey()
    const made = `‹${kind}:${createHmac('sha256', key).update(value, 'utf8').digest('hex').slice(0, 8)}›`
    if (recent.size >= mostRecent) recent.clear()
    recent.set(value, made)
    return made
  }
}
