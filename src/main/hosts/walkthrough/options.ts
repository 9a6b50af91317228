import { parseArgs } from 'node:util'
import { AppError } from '../../../shared/errors.ts'
import { apiVersion } from '../../../shared/model/common.ts'
import { argumentError, chooseDataDir } from '../cli/terminal.ts'

export const usage = `Usage: npm run walkthrough -- [options]

From certificates to a customer's transactions, step by step, against the embedded model bank or another bank.

  --json                 One JSON document on standard output, and nothing else there
  --api-version VERSION  3.1 or 4.0; the bank profile's default when absent
  --persona NAME         The model bank behaves as the bank of a known profile does, such as NatWest_NatWest
  --customer NAME        The model bank's customer who approves; amelia when absent
  --data-dir DIR         Keeps the workspace in DIR, and uses again what is still valid there; TPP_WORKBENCH_DATA_DIR when absent
  --no-auto-approve      Prints the address for a person, and waits for the redirect or takes it pasted on standard input
  --bank-profile FILE    Another bank: its profile as JSON; certificates and software statement must be in the workspace
  --ca FILE              PEM certificates to trust for that bank
  --help                 This text
`

export interface WalkthroughOptions {
  help: boolean
  json: boolean
  apiVersion: '3.1' | '4.0' | undefined
  customer: string | undefined
  persona: string | undefined
  dataDir: string | null
  autoApprove: boolean
  bankProfile: string | undefined
  ca: string | undefined
}

/** Throws INVALID_INPUT naming the option. */
export const readOptions = (args: string[], env: NodeJS.ProcessEnv): WalkthroughOptions => {
  const values = parse(args)
  const { customer, persona, ca, 'bank-profile': bankProfile } = values
  const version = apiVersion.optional().safeParse(values['api-version'])
  if (!version.success) throw new AppError('INVALID_INPUT', '--api-version is 3.1 or 4.0', { field: 'api-version' })
  if (ca !== undefined && bankProfile === undefined) throw new AppError('INVALID_INPUT', '--ca goes with --bank-profile', { field: 'ca' })
  if (customer !== undefined && bankProfile !== undefined) {
    throw new AppError('INVALID_INPUT', '--customer chooses one of the model bank and does not go with --bank-profile', {
      field: 'customer',
    })
  }
  if (persona !== undefined && bankProfile !== undefined) {
    throw new AppError('INVALID_INPUT', '--persona is for the model bank and does not go with --bank-profile', { field: 'persona' })
  }
  return {
    help: values.help ?? false,
    json: values.json ?? false,
    apiVersion: version.data,
    customer,
    persona,
    dataDir: chooseDataDir(values['data-dir'], env),
    autoApprove: !values['no-auto-approve'] && bankProfile === undefined,
    bankProfile,
    ca,
  }
}

const parse = (args: string[]) => {
  try {
    return parseArgs({
      args,
      options: {
        json: { type: 'boolean' },
        'api-version': { type: 'string' },
        customer: { type: 'string' },
        persona: { type: 'string' },
        'data-dir': { type: 'string' },
        'no-auto-approve': { type: 'boolean' },
        'bank-profile': { type: 'string' },
        ca: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values
  } catch (error) {
    throw argumentError(error, 'See npm run walkthrough -- --help.')
  }
}
