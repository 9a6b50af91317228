// What belongs to one statement: its file, and its transactions (OB Account and Transaction API, Statements).

import { AppError } from '../../../shared/errors.ts'
import type { Transaction } from '../../../shared/model/account-data.ts'
import type { BankResponse } from '../bank/client.ts'
import type { CallContext } from '../context.ts'
import type { AccountDataCore } from './account-data-core.ts'
import { callUrl } from './account-information-exchange.ts'
import type { StatementFile, StatementKey } from './statement-repository.ts'
import { processTransactions } from './transaction-exchange.ts'
import { transactionIdentities } from './transaction-repository.ts'

interface Input extends StatementKey {
  source: 'bank' | 'local'
}

const paths = {
  file: '/accounts/{AccountId}/statements/{StatementId}/file',
  transactions: '/accounts/{AccountId}/statements/{StatementId}/transactions',
}

/** Statements are a few pages; what is larger is no statement, and would be held in memory several times over. */
const mostBytes = 16 * 1024 * 1024

const extensions: Record<string, string> = {
  'application/pdf': 'pdf',
  'application/json': 'json',
  'application/xml': 'xml',
  'text/csv': 'csv',
  'text/html': 'html',
  'text/plain': 'txt',
  'text/xml': 'xml',
}

export const createStatementService = (core: AccountDataCore) => {
  const { checkConsent, fromBank, clock, store, statements, transactions, conformance, changed } = core
  const urlOf = (baseUrl: string, path: string, { accountId, statementId }: StatementKey) =>
    callUrl(baseUrl, path, { AccountId: accountId, StatementId: statementId })

  return {
    /**
     * The file, byte for byte. From the bank: kept for later. Errors: those of the bank client and of the consent; NOT_FOUND where the
     * local copy has none; BANK_INVALID_RESPONSE for an empty one and for one above 16 MiB.
     */
    async file(input: Input, call: CallContext = {}): Promise<Omit<StatementFile, 'content'> & { content: string }> {
      checkConsent(input.accountAccessConsentId)
      if (input.source === 'bank') {
        await fromBank(input.accountAccessConsentId, call, async (reader, { signal }) => {
          const response = await reader.readFile({
            ...{
              url: urlOf(reader.baseUrl, paths.file, input),
              step: 'statements.file',
              what: `The file of statement ${input.statementId}`,
            },
            signal: signal ?? new AbortController().signal,
          })
          statements.keepFile(input, { ...readFile(response, input.statementId), fetched: clock.now().toISOString() })
        })
        changed('statement', input.accountAccessConsentId)
      }
      const file = statements.file(input)
      if (file) return { ...file, content: file.content.toString('base64') }
      throw new AppError('NOT_FOUND', `File of statement ${input.statementId} has not been fetched`, {
        field: 'statementId',
        remedy: 'Ask with the source bank.',
      })
    },

    /** The transactions of one statement, newest first. From the bank: kept among those of the account. Errors as of `transaction.list`. */
    async transactions(input: Input, call: CallContext = {}): Promise<{ items: Transaction[]; total: number; fetched: string | null }> {
      checkConsent(input.accountAccessConsentId)
      if (input.source === 'bank') {
        await fromBank(input.accountAccessConsentId, call, async (reader, { signal }) => {
          const identities: string[] = []
          await reader.readPages({
            ...{ url: urlOf(reader.baseUrl, paths.transactions, input), step: 'statements.transactions' },
            ...{ what: `The transactions of statement ${input.statementId}`, signal: signal ?? new AbortController().signal },
            read(body, page) {
              const { rows, warnings } = processTransactions(body, { version: reader.apiVersion, accountId: input.accountId })
              page.warnings.push(...warnings)
              return rows
            },
            keep(rows, { warnings, requestLogId }) {
              transactions.keep(input.accountAccessConsentId, rows)
              // Beside those of the account, which the next fetch of its transactions finds anew, and which are the same transactions.
              conformance.keep(input.accountAccessConsentId, 'transactions', input.accountId, warnings, requestLogId, 'repeated')
              identities.push(...transactionIdentities(rows))
            },
          })
          statements.link(input, identities, clock.now().toISOString())
          store.flush()
        })
        changed('transaction', input.accountAccessConsentId)
      }
      const items = statements.transactions(input)
      return { items, total: items.length, fetched: statements.transactionsFetched(input) }
    },
  }
}

export type StatementService = ReturnType<typeof createStatementService>

function readFile(response: BankResponse, statementId: string): Omit<StatementFile, 'fetched'> {
  const { body, requestLogId } = response
  const what = `The file of statement ${statementId}`
  const problem = body.length === 0 ? 'is empty' : body.length > mostBytes ? `has ${body.length} bytes; ${mostBytes} are the most` : null
  if (problem) throw new AppError('BANK_INVALID_RESPONSE', `${what} ${problem}`, { requestLogId })
  const given = response.header('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
  // RFC 9110 §8.3.1
  const mediaType = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/.test(given) ? given : 'application/octet-stream'
  // SECURITY: a file name that came from the bank could lead out of the folder where a person saves it.
  const name = `statement-${statementId.replace(/[^\w-]+/g, '-')}`.slice(0, 80)
  return { fileName: `${name}.${extensions[mediaType] ?? 'bin'}`, mediaType, content: body }
}
