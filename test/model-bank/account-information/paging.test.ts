import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pageSize } from '../../../src/model-bank/account-information/paging.ts'
import { asAt, firstDay } from '../../../src/model-bank/data/calendar.ts'
import { accountIdsOf, transactionsOf } from '../../../src/model-bank/data/customers.ts'
import type { ApiVersion } from '../../../src/shared/model/common.ts'
import type { Body, TestBank } from '../../support/account-information.ts'
import { apiVersions, origin, startTestBank } from '../../support/account-information.ts'

let bank: TestBank
const tokens = new Map<string, string>()
beforeAll(async () => {
  bank = await startTestBank()
  // Made in 3.1, so that both versions may use them.
  for (const customer of ['amelia', 'brightside', 'atlas'])
    tokens.set(customer, (await bank.authorised({ version: '3.1', customer })).token)
})
afterAll(() => bank.app.close())

/** Every page, following Links.Next as it is. */
const pagesOf = async (version: ApiVersion, customer: string, path: string): Promise<Body[]> => {
  const pages: Body[] = []
  for (let next: string | undefined = path; next !== undefined; ) {
    const answer = await bank.call('GET', version, next, { token: tokens.get(customer) ?? null })
    expect(answer.status).toBe(200)
    if (answer.json === undefined) break
    pages.push(answer.json)
    next = answer.json.Links.Next
  }
  return pages
}

const idsOf = (pages: Body[]) => pages.flatMap(({ Data }) => Data.Transaction.map(({ TransactionId }) => TransactionId))

describe.each(apiVersions)('version %s', (version) => {
  test('20,000 transactions come in 200 pages of 100', async () => {
    const [accountId = ''] = accountIdsOf('atlas')
    const pages = await pagesOf(version, 'atlas', `/accounts/${accountId}/transactions`)
    expect(pages.map(({ Data }) => Data.Transaction.length)).toEqual(Array.from({ length: 200 }, () => 100))
    expect(idsOf(pages)).toEqual(transactionsOf(accountId).map(({ transactionId }) => transactionId))
    for (const { Meta } of pages) expect(Meta).toEqual({ ...pages[0]?.Meta, TotalPages: 200 })
  })

  test('links are absolute, lead both ways, and every page is its own Self', async () => {
    const url = `/accounts/${accountIdsOf('amelia')[0]}/transactions`
    const pages = await pagesOf(version, 'amelia', `${url}?fromBookingDateTime=2025-01-01T00%3A00%3A00%2B00%3A00`)
    expect(pages).toHaveLength(6)
    for (const [index, { Links }] of pages.entries()) {
      expect(Links.First).toBe(pages[0]?.Links.Self)
      expect(Links.Last).toBe(pages.at(-1)?.Links.Self)
      expect(Links.Prev).toBe(pages[index - 1]?.Links.Self)
      expect(Links.Next).toBe(pages[index + 1]?.Links.Self)
      for (const link of Object.values(Links)) {
        expect(link.startsWith(`${origin}/open-banking/v${version}/aisp${url}?fromBookingDateTime=2025-01-01T00%3A00%3A00%2B00%3A00`)).toBe(
          true,
        )
      }
      const [again] = await pagesOf(version, 'amelia', Links.Self)
      expect(again).toEqual(pages[index])
    }
  })

  test.each(['2', 'cGFnZTow', 'cGFnZToxMDA', 'cGFnZTox=', 'cGFnZTotMQ'])(
    'page=%s, which the bank did not give out, is refused',
    async (page) => {
      const answer = await bank.call('GET', version, `/transactions?page=${page}`, { token: tokens.get('amelia') ?? null })
      expect([answer.status, answer.json?.Errors[0]?.Path]).toEqual([400, 'page'])
    },
  )
})

test('for any filter, the pages together are the filtered list: nothing twice, nothing missing, in order', async () => {
  const moment = fc.integer({ min: firstDay - 40 * 86_400_000, max: asAt + 40 * 86_400_000 })
  const filter = fc.record({
    version: fc.constantFrom(...apiVersions),
    customer: fc.constantFrom('amelia', 'brightside', 'atlas'),
    from: fc.option(moment),
    to: fc.option(moment),
    /** One of the customer's accounts, or all of them. */
    account: fc.option(fc.nat(2)),
  })
  await fc.assert(
    fc.asyncProperty(filter, async ({ version, customer, from, to, account }) => {
      const ids = accountIdsOf(customer)
      const chosen = account === null ? ids : [ids[account % ids.length] ?? '']
      const written = (at: number) => new Date(at).toISOString().slice(0, 23)
      const query = new URLSearchParams()
      if (from !== null) query.set('fromBookingDateTime', written(from))
      if (to !== null) query.set('toBookingDateTime', written(to))
      const pages = await pagesOf(version, customer, `${account === null ? '' : `/accounts/${chosen[0]}`}/transactions?${query}`)
      const expected = chosen
        .flatMap((accountId) => transactionsOf(accountId))
        .filter(({ booked }) => booked >= (from ?? Number.NEGATIVE_INFINITY) && booked <= (to ?? Number.POSITIVE_INFINITY))
      const received = idsOf(pages)
      expect(received).toHaveLength(expected.length)
      expect(new Set(received)).toEqual(new Set(expected.map(({ transactionId }) => transactionId)))
      const dates = pages.flatMap(({ Data }) => Data.Transaction.map(({ BookingDateTime }) => String(BookingDateTime)))
      expect(dates).toEqual(dates.toSorted().toReversed())
      expect(pages).toHaveLength(Math.max(1, Math.ceil(expected.length / pageSize)))
      for (const { Meta, Data } of pages) {
        expect(Meta.TotalPages).toBe(pages.length)
        expect(Data.Transaction.length).toBeLessThanOrEqual(pageSize)
      }
    }),
    { numRuns: 40 },
  )
})
