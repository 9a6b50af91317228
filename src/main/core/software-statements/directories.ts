// Where software statement assertions come from: the directories that are known, and the model bank's, where software can also be enrolled.

import { z } from 'zod'
import { AppError } from '../../../shared/errors.ts'
import type { BankProfileCatalogue } from '../../../shared/model/bank-profile.ts'
import type { ModelBankAddresses } from '../../../shared/model/model-bank.ts'
import type { Directory, SoftwareStatement } from '../../../shared/model/software-statement.ts'
import { bankErrorFrom } from '../bank/bank-error.ts'
import type { BankClient, BankResponse } from '../bank/client.ts'
import { algorithmOf } from '../bank/jws.ts'
import type { BankTarget, ExchangeContext, SigningKey, TransportIdentity } from '../bank/session.ts'
import type { CertificateRecords } from '../certificates/certificate-records.ts'
import type { Identities } from '../certificates/identities.ts'
import type { Clock } from '../clock.ts'
import type { CallContext } from '../context.ts'
import {
  buildAssertionRequest,
  buildDirectoryTokenRequest,
  type DirectoryToken,
  processAssertion,
  processDirectoryToken,
} from './directory-exchange.ts'
import type { DirectoryTrust } from './directory-trust.ts'

export const modelBankDirectoryName = 'modelBank'

const problem = z.object({
  error: z.object({ code: z.string(), message: z.string(), field: z.string().optional(), remedy: z.string().optional() }),
})

/** What the model bank's directory calls the things that a caller gave. */
const fields: Record<string, string> = {
  transportCertificate: 'defaultObWacCertificateId',
  signingCertificate: 'defaultObSealCertificateId',
}

/** The model bank's directory tells what is wrong with an enrolment in a form of its own: { error: { code, message, field?, remedy? } }. */
const refusal = (response: BankResponse, what: string): AppError => {
  const error = bankErrorFrom(response, what)
  const isJson = response.header('content-type')?.startsWith('application/json') ?? false
  const told = isJson ? problem.safeParse(response.json()).data?.error : undefined
  if (!told) return error
  const { code, message, field, remedy } = told
  return new AppError(error.code, `${error.message}: ${message}`, {
    ...error.details,
    bank: { status: response.status, error: code, description: message },
    ...(field && { field: fields[field] ?? field }),
    ...(remedy && { remedy }),
  })
}

const directoryOf = ({ directory, caCertificate }: ModelBankAddresses): Directory => ({
  name: modelBankDirectoryName,
  displayName: 'Directory of the model bank',
  tokenEndpoint: `${directory}/token`,
  softwareStatementAssertion: `${directory}/tpp/{organisationId}/ssa/{softwareId}`,
  scope: 'ASPSPReadAccess TPPReadAccess AuthoritiesReadAccess',
  assertionAlgorithm: 'PS256',
  caCertificates: [caCertificate],
})

interface Asking {
  directory: Directory
  statement: SoftwareStatement
  identity: TransportIdentity
  context: ExchangeContext
}

/** RFC 8705 §3: a token is bound to the certificate that it was issued to. */
const slotOf = ({ directory, statement, identity }: Omit<Asking, 'context'>): string =>
  `${directory.tokenEndpoint} ${statement.softwareId} ${identity.certificate}`

export interface RunningDirectory {
  addresses: ModelBankAddresses
  /** With the roots that certify it. */
  target: BankTarget
}

export const createDirectories = (deps: {
  bank: BankClient
  clock: Clock
  records: Pick<CertificateRecords, 'get'>
  identities: Pick<Identities, 'identity' | 'signingKey'>
  known: () => BankProfileCatalogue['directories']
  trust: DirectoryTrust
  /** Null while the model bank does not run. */
  modelBank: () => Promise<RunningDirectory | null>
}) => {
  const { bank, clock, records, identities } = deps
  const tokens = new Map<string, { token: DirectoryToken; until: number }>()

  const list = async (): Promise<Directory[]> => {
    const modelBank = await deps.modelBank()
    const known = Object.entries(deps.known()).map(([name, { sources: _, ...facts }]) => ({
      ...{ name, ...facts },
      caCertificates: deps.trust.get(name),
    }))
    return modelBank ? [directoryOf(modelBank.addresses), ...known] : known
  }

  const runningModelBank = async (): Promise<RunningDirectory> => {
    const modelBank = await deps.modelBank()
    if (!modelBank) throw new AppError('CONFLICT', 'The model bank is not running', { remedy: 'Start it first.' })
    return modelBank
  }

  const targetOf = async (directory: Directory | undefined): Promise<BankTarget> => {
    const target =
      directory?.name === modelBankDirectoryName
        ? (await runningModelBank()).target
        : { bankProfileId: null, caCertificates: directory?.caCertificates ?? [] }
    return { ...target, kind: 'directory' }
  }

  const find = async (name: string): Promise<Directory> => {
    if (name === modelBankDirectoryName) return directoryOf((await runningModelBank()).addresses)
    const directories = await list()
    const directory = directories.find((one) => one.name === name)
    if (directory) return directory
    const names = directories.map((one) => one.name).join(', ')
    throw new AppError('NOT_FOUND', `Directory "${name}" is not known`, { field: 'directory', remedy: `Known are ${names}.` })
  }

  const freshToken = async ({ directory, statement, identity, context }: Asking): Promise<DirectoryToken> => {
    const { softwareId } = statement
    const now = clock.now()
    const signing = await identities.signingKey(statement, directory.assertionAlgorithm)
    requireAlgorithm(signing, directory)
    const request = await buildDirectoryTokenRequest({ directory, softwareId, signing, now })
    const target = await targetOf(directory)
    const token = processDirectoryToken(await bank.send(target, identity, request, { ...context, step: 'directory.token' }))
    // With less than ten seconds to live a token is not used again.
    if (token.expiresIn !== null)
      tokens.set(slotOf({ directory, statement, identity }), { token, until: now.getTime() + (token.expiresIn - 10) * 1000 })
    return token
  }

  const keptToken = (asking: Asking): DirectoryToken | null => {
    const kept = tokens.get(slotOf(asking))
    return kept && clock.now().getTime() < kept.until ? kept.token : null
  }

  return {
    list,

    /** Throws NOT_FOUND and CONFLICT (`directory`), and INVALID_INPUT for a certificate that cannot be read. */
    async setCaCertificates(name: string, caCertificates: string[]): Promise<Directory> {
      if (name === modelBankDirectoryName) {
        throw new AppError('CONFLICT', 'The directory of the model bank has a CA of its own', {
          field: 'directory',
          remedy: 'Choose one of the other directories; this one is trusted already.',
        })
      }
      const directory = await find(name)
      deps.trust.set(name, caCertificates)
      return { ...directory, caCertificates: deps.trust.get(name) }
    },

    /** A fresh assertion of the named directory. Throws NOT_FOUND (`directory`), CONFLICT, and what is wrong with the certificates. */
    async assertion(statement: SoftwareStatement, name: string, call: CallContext): Promise<string> {
      const directory = await find(name)
      const { identity } = identities.identity(statement)
      const context: ExchangeContext = { step: 'directory.assertion', runId: call.runId, signal: call.signal }
      const asking = { directory, statement, identity, context }
      const read = async ({ accessToken }: DirectoryToken) => {
        const request = buildAssertionRequest(directory, statement, accessToken)
        return bank.send(await targetOf(directory), identity, request, context)
      }
      const kept = keptToken(asking)
      const response = kept && (await read(kept))
      // A directory may have forgotten a token before its time.
      return processAssertion(response && response.status !== 401 ? response : await read(await freshToken(asking)))
    },

    /** Makes the software statement and its certificates known to the model bank's directory. */
    async enrol(statement: SoftwareStatement, call: CallContext): Promise<void> {
      const { addresses, target } = await runningModelBank()
      const transport = records.get('obWac', statement.defaultObWacCertificateId)
      const signing = records.get('obSeal', statement.defaultObSealCertificateId)
      const body = {
        organisationName: statement.organisationName,
        softwareId: statement.softwareId,
        clientName: statement.clientName,
        redirectUris: statement.redirectUris,
        roles: statement.roles,
        transportCertificate: transport.certificate,
        signingCertificate: signing.certificate,
        signingKeyId: signing.keyId,
        caCertificates: [...new Set([...transport.chain, ...signing.chain])],
      }
      const url = `${addresses.directory}/organisation/${encodeURIComponent(statement.organisationId)}/software-statement`
      const headers: [string, string][] = [['content-type', 'application/json']]
      const context: ExchangeContext = { step: 'directory.enrol', runId: call.runId, signal: call.signal }
      const enrolled = await bank.send(target, null, { method: 'POST', url, headers, body: JSON.stringify(body) }, context)
      if (enrolled.status !== 201) throw refusal(enrolled, 'Enrolment of the software statement')
    },

    /** The JWKS document, or null when it cannot be read. `from`: the directory whose assertion names the address, where that is known. */
    async readJwks(address: string, call: CallContext, from?: string): Promise<unknown> {
      // SECURITY: the assertion names this address, and a pasted one could name any; nothing but https is read, without our certificate.
      if (!address.startsWith('https:')) return null
      const context: ExchangeContext = { step: 'directory.jwks', runId: call.runId, signal: call.signal }
      try {
        const { origin } = new URL(address)
        const at = (directory: Directory) => new URL(directory.tokenEndpoint).origin === origin
        const directory = from === undefined ? (await list()).find(at) : await find(from)
        const answer = await bank.send(await targetOf(directory), null, { method: 'GET', url: address }, context)
        return answer.status === 200 ? answer.json() : null
      } catch (error) {
        if (error instanceof AppError && error.code !== 'CANCELLED') return null
        throw error
      }
    },
  }
}

/** INVALID_INPUT (`defaultObSealCertificateId`) for an EC key at a directory that takes RS256 only. */
const requireAlgorithm = ({ privateKey }: SigningKey, { assertionAlgorithm, displayName }: Directory): void => {
  const algorithm = algorithmOf(privateKey)
  if (assertionAlgorithm !== 'RS256' || algorithm === 'RS256') return
  throw new AppError('INVALID_INPUT', `Signing certificate signs ${algorithm}; ${displayName} takes ${assertionAlgorithm} only`, {
    field: 'defaultObSealCertificateId',
    remedy: 'Give the software statement a signing certificate with an RSA key.',
  })
}

export type Directories = ReturnType<typeof createDirectories>
