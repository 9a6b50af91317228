import { readFile } from 'node:fs/promises'
import { AppError, type Reply } from '../../../shared/errors.ts'
import { writtenProfile } from '../../../shared/model/bank-profile.ts'
import type { App } from '../../core/app.ts'
import type { WalkthroughOptions } from './options.ts'

export const valueIn = <T>(reply: Reply<T>): T => {
  if (!reply.ok) throw AppError.fromData(reply.error)
  return reply.value
}

const readText = async (file: string, option: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new AppError('INVALID_INPUT', `${file} cannot be read`, { field: option }, error)
  }
}

const readProfile = async (file: string) => {
  const text = await readText(file, 'bank-profile')
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch (error) {
    throw new AppError('INVALID_INPUT', `${file} is not JSON`, { field: 'bank-profile' }, error)
  }
  const parsed = writtenProfile.safeParse(content)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const path = [...(issue?.path ?? []), ...(issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [])].join('.')
  throw new AppError('INVALID_INPUT', `${file}: ${path}: ${issue?.message}`, { field: path || 'bank-profile' })
}

/** The certificates of a PEM file, one by one. */
const readCertificates = async (file: string): Promise<string[]> => {
  const found = (await readText(file, 'ca')).match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g)
  if (found) return found
  throw new AppError('INVALID_INPUT', `${file} holds no certificate in PEM`, { field: 'ca' })
}

/**
 * Adds the profile of `--bank-profile` to the workspace, or renews or overrides the one of the same name; gives its id, or undefined without the option.
 * INVALID_INPUT names the option, or the field of the file, that is at fault.
 */
export const keepProfileFile = async (app: App, { bankProfile, ca }: WalkthroughOptions): Promise<string | undefined> => {
  if (bankProfile === undefined) return undefined
  const profile = await readProfile(bankProfile)
  if (ca !== undefined) profile.caCertificates = [...profile.caCertificates, ...(await readCertificates(ca))]
  const [kept] = valueIn(await app.dispatch('bankProfile.import', { text: JSON.stringify(profile) })).items
  return kept?.id
}
