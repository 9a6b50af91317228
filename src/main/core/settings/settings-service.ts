import type { Output } from '../../../shared/api.ts'
import type { BankTimeouts, SetSettingsInput, Settings } from '../../../shared/model/settings.ts'
import { defaultTimeouts } from '../bank/transport-errors.ts'
import type { CoreContext } from '../context.ts'
import type { RequestLog } from '../request-log/request-log.ts'

export interface SettingsService {
  get(): Settings
  /** Changes what is named. The bank client takes new time-outs for its next call; a call under way keeps its own. */
  set(change: SetSettingsInput): Settings
  bankTimeouts(): BankTimeouts
  about(): Output<'workspace.about'>
}

export const createSettingsService = (
  { store, emit }: Pick<CoreContext, 'store' | 'emit'>,
  requestLog: Pick<RequestLog, 'setLimits'>,
): SettingsService => {
  let known: BankTimeouts | null = null

  const bankTimeouts = (): BankTimeouts => {
    known ??=
      store.get<BankTimeouts>('select connect_ms as connectMs, headers_ms as headersMs, body_ms as bodyMs from bank_timeouts') ??
      defaultTimeouts
    return known
  }

  const keepTimeouts = (next: BankTimeouts): void => {
    store.run(
      `insert into bank_timeouts (id, connect_ms, headers_ms, body_ms) values (1, ?, ?, ?)
       on conflict (id) do update set connect_ms = excluded.connect_ms, headers_ms = excluded.headers_ms, body_ms = excluded.body_ms`,
      ...[next.connectMs, next.headersMs, next.bodyMs],
    )
    known = next
  }

  const get = (): Settings => ({ bankTimeouts: bankTimeouts(), requestLog: requestLog.setLimits({}) })

  return {
    get,
    bankTimeouts,

    set(change) {
      if (change.bankTimeouts) keepTimeouts({ ...bankTimeouts(), ...change.bankTimeouts })
      if (change.requestLog) requestLog.setLimits(change.requestLog)
      emit({ type: 'changed', aggregate: 'settings', id: null })
      return get()
    },

    about: () => ({
      node: process.versions.node,
      openssl: process.versions.openssl,
      sqlite: store.get<{ version: string }>('select sqlite_version() as version')?.version ?? '',
      electron: process.versions.electron ?? null,
    }),
  }
}
