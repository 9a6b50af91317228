// The embedded model bank runs beside the core; this service starts it, stops it and keeps its bank profile.

import { AppError } from '../../../shared/errors.ts'
import { bankProfileFields } from '../../../shared/model/bank-profile.ts'
import type { ModelBankAddresses, ModelBankStatus } from '../../../shared/model/model-bank.ts'
import type { BankProfileService } from '../bank-profiles/bank-profile-service.ts'
import type { Emit } from '../context.ts'

export const modelBankProfileName = 'model-bank'

export interface RunningModelBank {
  addresses: ModelBankAddresses
  status(): Promise<Pick<ModelBankStatus, 'customers' | 'clients' | 'enrolments'>>
  /** Both throw NOT_FOUND when there is no such enrolment and CONFLICT when it is decided already. */
  approveEnrolment(id: string): Promise<void>
  refuseEnrolment(id: string): Promise<void>
  close(): Promise<void>
}

/** How a host brings the model bank to life: as a child process, a utility process, or in this process for tests. */
export type LaunchModelBank = (options: { port: number; stateFile: string | null; latencyMs?: number }) => Promise<RunningModelBank>

const profileOf = ({ issuer, frontChannel, accountInformation, caCertificate }: ModelBankAddresses) =>
  bankProfileFields.parse({
    name: modelBankProfileName,
    displayName: 'Model bank',
    environment: 'modelBank',
    issuer,
    caCertificates: [caCertificate],
    endpoints: { authorizationEndpoint: frontChannel },
    accountInformation: { baseUrls: accountInformation, defaultVersion: '4.0' },
    registration: { dcr: true, applicationType: 'mobile' },
  })

export const createModelBankService = (deps: {
  launch: LaunchModelBank
  profiles: BankProfileService
  /** Null: the bank keeps nothing. */
  stateFile: () => string | null
  emit: Emit
}) => {
  let starting: Promise<RunningModelBank> | null = null

  const changed = () => deps.emit({ type: 'changed', aggregate: 'modelBank', id: null })

  const launch = async (port: number): Promise<RunningModelBank> => {
    const bank = await deps.launch({ port, stateFile: deps.stateFile() })
    try {
      deps.profiles.keepBuiltIn(profileOf(bank.addresses))
    } catch (error) {
      await bank.close()
      throw error
    }
    changed()
    return bank
  }

  const running = async (): Promise<RunningModelBank> => {
    const bank = await starting
    if (!bank) throw new AppError('CONFLICT', 'The model bank is not running', { remedy: 'Start it first.' })
    return bank
  }

  const service = {
    async start(port = 0): Promise<ModelBankStatus> {
      starting ??= launch(port).catch((error) => {
        starting = null
        throw error
      })
      await starting
      return service.status()
    },

    async stop(): Promise<ModelBankStatus> {
      const bank = starting
      starting = null
      await (await bank)?.close()
      changed()
      return service.status()
    },

    async status(): Promise<ModelBankStatus> {
      const bank = await starting
      const bankProfileId = deps.profiles.findByName(modelBankProfileName)?.id ?? null
      if (!bank) return { running: false, bankProfileId, addresses: null, customers: [], clients: [], enrolments: [] }
      return { running: true, bankProfileId, addresses: bank.addresses, ...(await bank.status()) }
    },

    /** Throws CONFLICT when the model bank does not run. */
    addresses: async (): Promise<ModelBankAddresses> => (await running()).addresses,

    async approveEnrolment(id: string): Promise<ModelBankStatus> {
      await (await running()).approveEnrolment(id)
      changed()
      return service.status()
    },

    async refuseEnrolment(id: string): Promise<ModelBankStatus> {
      await (await running()).refuseEnrolment(id)
      changed()
      return service.status()
    },
  }
  return service
}

export type ModelBankService = ReturnType<typeof createModelBankService>
