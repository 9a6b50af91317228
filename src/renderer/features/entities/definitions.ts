import { banks } from './banks.tsx'
import { certificates } from './certificates.tsx'
import { consents } from './consents.tsx'
import type { EntityScreenDefinition } from './entry.ts'
import { keys } from './keys.tsx'
import { software } from './software.tsx'

export const definitions: EntityScreenDefinition[] = [certificates, keys, software, banks, consents]
