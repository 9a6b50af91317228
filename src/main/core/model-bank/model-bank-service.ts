// The embedded model bank runs beside the core; this service starts it, stops it and keeps its bank profile.

import { behaviourOf, standInProfile } from '../../../shared/bank-persona.ts'
import { AppError } from '../../../shared/errors.ts'
import type { BankBehaviour } from '../../../shared/model/bank-behaviour.ts'
import type { BankProfileFields } from '../../../shared/model/bank-profile.ts'
import type { ModelBankAddresses, ModelBankStatus } from '../../../shared/model/model-bank.ts'
import type { BankProfileService } from '../bank-profiles/bank-profile-service.ts'
import type { Catalogue } from '../bank-profiles/catalogue.ts'
import type { Emit } from '../context.ts'
import { personaNamed } from './persona.ts'

const modelBankProfileName = 'model-bank'

export interface RunningModelBank {
  addresses: ModelBankAddresses
  status(): Promise<Pick<ModelBankStatus, 'customers' | 'dataAsAt' | 'clients' | 'enrolments'>>
  /** Both throw NOT_FOUND when there is no such enrolment and CONFLICT when it is decided already. */
  approveEnrolment(id: string): Promise<void>
  refuseEnrolment(id: string): Promise<void>
  close(): Promise<void>
}

export interface LaunchOptions {
  port: number
  stateFile: string | null
  latencyMs?: number
  /** What it does otherwise than the standard. */
  behaviour?: Partial<BankBehaviour>
}

/** How a host brings the model bank to life: as a child process, a utility process, or in this process for tests. */
export type LaunchModelBank = (options: LaunchOptions) => Promise<RunningModelBank>

/** How a model bank is to be started. */
export interface ModelBankWish {
  port?: number
  /** Name of a known bank that it imitates. */
  persona?: string | undefined
  /** Single switches, over those of the persona. */
  behaviour?: Partial<BankBehaviour> | undefined
}

interface Running {
  bank: RunningModelBank
  persona: string | null
  bankProfileId: string
}

const ownProfile = (
  fields: BankProfileFields,
  { issuer, frontChannel, accountInformation: baseUrls, caCertificate }: ModelBankAddresses,
): BankProfileFields => ({
  ...fields,
  issuer,
  caCertificates: [caCertificate],
  endpoints: { authorizationEndpoint: frontChannel },
  accountInformation: fields.accountInformation && { ...fields.accountInformation, baseUrls },
})

export const createModelBankService = (deps: {
  launch: LaunchModelBank
  profiles: BankProfileService
  catalogue: Catalogue
  /** Where the bank keeps what it knows, by the name of what it is; null: it keeps nothing. */
  stateFile: (name: string) => string | null
  emit: Emit
}) => {
  let starting: Promise<Running> | null = null

  const changed = () => deps.emit({ type: 'changed', aggregate: 'modelBank', id: null })

  const launch = async ({ port = 0, persona, behaviour = {} }: ModelBankWish): Promise<Running> => {
    const known = personaNamed(deps.catalogue, persona ?? modelBankProfileName)
    const bank = await deps.launch({
      port,
      // A bank does not know the clients of another.
      stateFile: deps.stateFile(persona === undefined ? modelBankProfileName : `${modelBankProfileName}-as-${persona}`),
      behaviour: persona === undefined ? behaviour : { ...behaviourOf(known), ...behaviour },
    })
    try {
      const profile = deps.profiles.keepBuiltIn((persona === undefined ? ownProfile : standInProfile)(known, bank.addresses))
      changed()
      return { bank, persona: persona ?? null, bankProfileId: profile.id }
    } catch (error) {
      await bank.close()
      throw error
    }
  }

  const running = async (): Promise<Running> => {
    const found = await starting
    if (!found) throw new AppError('CONFLICT', 'The model bank is not running', { remedy: 'Start it first.' })
    return found
  }

  const service = {
    /** A bank that runs already is left as it is; CONFLICT when it is another than the wished one. */
    async start(wish: ModelBankWish = {}): Promise<ModelBankStatus> {
      if (starting) {
        const { persona } = await starting
        if (persona !== (wish.persona ?? null) || wish.behaviour) {
          throw new AppError('CONFLICT', `The model bank runs already, as ${persona ?? 'itself'}`, {
            field: wish.behaviour ? 'behaviour' : 'persona',
            remedy: 'Stop it first.',
          })
        }
        return service.status()
      }
      starting = launch(wish).catch((error) => {
        starting = null
        throw error
      })
      await starting
      return service.status()
    },

    async stop(): Promise<ModelBankStatus> {
      const ending = starting
      starting = null
      await (await ending)?.bank.close()
      changed()
      return service.status()
    },

    async status(): Promise<ModelBankStatus> {
      const found = await starting
      if (!found) {
        const bankProfileId = deps.profiles.findByName(modelBankProfileName)?.id ?? null
        return { running: false, persona: null, bankProfileId, addresses: null, customers: [], dataAsAt: null, clients: [], enrolments: [] }
      }
      const { bank, persona, bankProfileId } = found
      return { running: true, persona, bankProfileId, addresses: bank.addresses, ...(await bank.status()) }
    },

    /** Where it is, and its profile; null while it does not run. Unlike `status`, this asks the bank nothing. */
    async whereabouts(): Promise<{ addresses: ModelBankAddresses; bankProfileId: string } | null> {
      const found = await starting
      return found && { addresses: found.bank.addresses, bankProfileId: found.bankProfileId }
    },

    /** Throws CONFLICT when the model bank does not run. */
    addresses: async (): Promise<ModelBankAddresses> => (await running()).bank.addresses,

    async approveEnrolment(id: string): Promise<ModelBankStatus> {
      await (await running()).bank.approveEnrolment(id)
      changed()
      return service.status()
    },

    async refuseEnrolment(id: string): Promise<ModelBankStatus> {
      await (await running()).bank.refuseEnrolment(id)
      changed()
      return service.status()
    },
  }
  return service
}

export type ModelBankService = ReturnType<typeof createModelBankService>
