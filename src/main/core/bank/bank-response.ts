import { AppError } from '../../../shared/errors.ts'
import type { RecordedExchange } from '../request-log/recorded-exchange.ts'
import type { BankResponse } from './client.ts'

/** The answer as the services read it; `url` is named in the error of `json()`, without its query. */
export function bankResponse(
  response: Pick<NonNullable<RecordedExchange['response']>, 'status' | 'headers' | 'body'>,
  url: URL,
  requestLogId: string,
): BankResponse {
  const { status, headers, body } = response
  const text = () => body.toString('utf8')
  return {
    status,
    body,
    requestLogId,
    text,
    header(name) {
      const wanted = name.toLowerCase()
      const values = headers.filter(([given]) => given.toLowerCase() === wanted).map(([, value]) => value)
      return values.length === 0 ? null : values.join(', ') // RFC 9110 §5.3
    },
    json(): unknown {
      try {
        return JSON.parse(text())
      } catch {
        // SECURITY: the parser's own message quotes the body, which may hold a token.
        throw new AppError('BANK_INVALID_RESPONSE', `Answer from ${url.origin}${url.pathname} with status ${status} is not JSON`, {
          requestLogId,
          remedy: 'Look at the exchange in the request log.',
          bank: { status },
        })
      }
    },
  }
}
