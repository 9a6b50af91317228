import { z } from 'zod'
import { keySourceInput } from './encryption-key.ts'

export const finding = z.object({
  severity: z.enum(['failed', 'attention', 'good']),
  subject: z.object({ aggregate: z.string(), id: z.string(), name: z.string() }),
  check: z.string().describe('Which check, such as keyFitsCertificate'),
  message: z.string(),
  remedy: z.string().nullable(),
})
export type Finding = z.infer<typeof finding>

export const workspaceCheck = z.object({ findings: z.array(finding), failed: z.int(), attention: z.int() })

export const workspaceStatus = z.object({
  ephemeral: z.boolean(),
  dataDir: z.string().nullable(),
  suggestedDataDir: z.string().nullable().describe('Where an ephemeral workspace could be kept; null when the host knows no such folder'),
  schemaVersion: z.int(),
  keySources: z.array(z.object({ source: z.enum(['OsKeychain', 'Configuration', 'Passphrase']), usable: z.boolean(), detail: z.string() })),
  notice: z.string().nullable().describe('What a person must know, such as that nothing is kept'),
})

export const about = z.object({
  node: z.string(),
  openssl: z.string(),
  sqlite: z.string(),
  electron: z.string().nullable().describe('null outside the desktop app'),
})

export const keepWorkspaceInput = z.strictObject({ dataDir: z.string().min(1), key: keySourceInput })
