import { randomUUID } from 'node:crypto'
import { bankResponse } from '../../src/main/core/bank/bank-response.ts'
import type { BankResponse } from '../../src/main/core/bank/client.ts'
import { AppError } from '../../src/shared/errors.ts'

/** A bank's answer as the bank client hands it over; an object is sent as JSON, text as it is. */
export function bankAnswer(status: number, content: object | string = '', headers: Record<string, string> = {}): BankResponse {
  const body = Buffer.from(typeof content === 'string' ? content : JSON.stringify(content))
  return bankResponse({ status, headers: Object.entries(headers), body }, new URL('https://bank.example/'), randomUUID())
}

/** The AppError that a function throws; anything else fails the test. */
export async function appErrorOf(act: () => unknown): Promise<AppError> {
  try {
    await act()
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error('No error was thrown')
}
