import type { BankBehaviour } from '../../shared/model/bank-behaviour.ts'
import type { BankClient } from './clients.ts'

export type AnswerFaults = Pick<BankBehaviour, 'dcrClientIdIssuedAt' | 'dcrTimes' | 'dcrScope'>

/** What a registration is answered with (RFC 7591 §3.2.1), with the faults that this bank's answers have. */
export function answerOf({ registration }: BankClient, faults: AnswerFaults, now: Date): Record<string, unknown> {
  const { client_id_issued_at: issued, scope } = registration
  return {
    ...registration,
    ...(faults.dcrClientIdIssuedAt === 'milliseconds' && { client_id_issued_at: Number(issued) * 1000 }),
    ...(faults.dcrTimes === 'milliseconds' && { iat: now.getTime(), exp: now.getTime() + 3_600_000 }),
    ...(faults.dcrScope === 'list' && { scope: String(scope).split(' ') }),
  }
}
