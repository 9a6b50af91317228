import { describe, expect, it } from 'vitest'
import { type LinksPolicy, readLinks, readTrailingLinks } from '../../../../src/main/core/accounts/links.ts'
import { transactionV4 } from '../../../support/account-data-samples.ts'
import { appErrorOf } from '../../../support/bank-answer.ts'

const base = 'https://bank.example:8443/open-banking/v4.0/aisp'
const first = `${base}/accounts/22289/transactions`
const strict: LinksPolicy = { baseUrl: base, tolerances: [], otherBases: [] }
const readAll = (links: unknown, policy: Partial<LinksPolicy> = {}, visited = new Set([first])) =>
  readLinks({ Data: {}, Links: links }, { asked: first, visited, policy: { ...strict, ...policy } })
/** The same, with what is refused as the error that it becomes. */
const read = (...given: Parameters<typeof readAll>) => {
  const { refusal, ...found } = readAll(...given)
  if (refusal) throw refusal
  return found
}
const next = (link: unknown, policy: Partial<LinksPolicy> = {}) => read({ Self: first, Next: link }, policy)

describe('the next page', () => {
  it.each([`${first}?page=2`, `${first}?cursor=%7B%22a%22%3A1%7D&x=a+b`, `${base}/elsewhere`])('is %s as it is', (link) => {
    expect(next(link)).toEqual({ next: link, warnings: [] })
  })

  it.each([undefined, null, ''])('is none with %s', (link) => {
    expect(next(link).next).toBeNull()
  })

  it('is none without Links', () => {
    expect(read(undefined)).toEqual({ next: null, warnings: [] })
  })

  it.each([
    ['another host', 'https://evil.example/open-banking/v4.0/aisp/accounts'],
    ['another port', 'https://bank.example/open-banking/v4.0/aisp/accounts'],
    ['another service of the same host', 'https://bank.example:8443/elsewhere'],
    ['a path that climbs out', `${base}/../../elsewhere`],
    ['a path that climbs out with encoded dots', `${base}/%2e%2E/.%2e/elsewhere`],
    ['an address without a scheme', '//evil.example/open-banking/v4.0/aisp/accounts'],
    ['backslashes', String.raw`https:\\evil.example\@bank.example:8443/open-banking/v4.0/aisp/next`],
    ['http', first.replace('https', 'http')],
    ['a relative address', '/open-banking/v4.0/aisp/accounts?page=2'],
    ['a look-alike', 'https://bank.example.evil.example:8443/open-banking/v4.0/aisp/next'],
    ['a user name in front of another host', 'https://bank.example:8443@evil.example/open-banking/v4.0/aisp/next'],
    ['a user name', 'https://user@bank.example:8443/open-banking/v4.0/aisp/next'],
    ['another base of the same name', 'https://bank.example:8443/open-banking/v4.0/aisp2/next'],
    ['the page itself', first],
    ['something else', 7],
  ])('is refused: %s', async (_what, link) => {
    const tolerances = ['trailingSlash', 'httpWithoutPort', 'otherBase']
    for (const policy of [strict, { ...strict, tolerances, otherBases: ['https://sister.example/aisp'] }]) {
      const error = await appErrorOf(() => next(link, policy))
      expect(error.code).toBe('BANK_INVALID_RESPONSE')
      expect(error.message).toContain('Links.Next')
    }
  })
})

describe('a fault that is known of a bank', () => {
  const otherBases = ['https://sister.example/open-banking/v4.0/aisp/']
  const faults = [
    ['trailingSlash', `${first}/?page=2`],
    ['httpWithoutPort', 'http://bank.example/open-banking/v4.0/aisp/accounts/22289/transactions?page=2'],
    ['otherBase', 'https://sister.example/open-banking/v4.0/aisp/accounts/22289/transactions?page=2'],
  ] as const

  it.each(faults)('%s is refused unless the profile tolerates it', async (fault, link) => {
    const others = faults.map(([name]) => name).filter((name) => name !== fault)
    const error = await appErrorOf(() => next(link, { tolerances: others, otherBases }))
    expect(error.code).toBe('BANK_INVALID_RESPONSE')
    expect(error.details.remedy).toContain(fault)
  })

  it.each(faults)('%s becomes a warning, and the call stays with our own base URL', (fault, link) => {
    const { next: address, warnings } = next(link, { tolerances: [fault], otherBases })
    expect(address).toBe(`${first}?page=2`)
    expect(warnings).toEqual([expect.objectContaining({ path: '$.Links.Next', known: true })])
  })

  it('the port of another base is not kept', () => {
    const policy = { baseUrl: 'https://bank.example/aisp', tolerances: ['otherBase'], otherBases: ['https://sister.example:9443/open'] }
    expect(next('https://sister.example:9443/open/next?page=2', policy).next).toBe('https://bank.example/aisp/next?page=2')
  })

  it('is refused with a warning, so that the page itself can be kept', () => {
    for (const link of ['https://evil.example/next', `${first}/?page=2`, first, 7]) {
      const { next: address, warnings, refusal } = readAll({ Self: `${base}/accounts`, Next: link })
      expect(address).toBeNull()
      expect(warnings.map(({ path, known }) => [path, known])).toEqual([
        ['$.Links.Self', false],
        ['$.Links.Next', false],
      ])
      expect(refusal?.details.issues).toEqual([{ path: 'Links.Next', message: warnings[1]?.message }])
    }
  })

  it('a fragment makes no other page of it', async () => {
    expect((await appErrorOf(() => next(`${first}#again`))).message).toContain('leads back')
    expect(next(`${base}/accounts?page=2#there`).next).toBe(`${base}/accounts?page=2`)
  })

  it('does not hide a circle', async () => {
    const link = `${first}/`
    expect((await appErrorOf(() => next(link, { tolerances: ['trailingSlash'] }))).message).toContain('leads back')
  })
})

describe('Links.Self', () => {
  const warned = (link: unknown, policy: Partial<LinksPolicy> = {}) => read({ Self: link }, policy).warnings

  it.each([
    ['https://sister.example/aisp/accounts', 'is not an address below the base URL'],
    [`${base}/accounts`, 'is not the address that was asked for'],
    [`${first}/`, 'has a path that ends with a slash'],
    ['http://bank.example/open-banking/v4.0/aisp/accounts/22289/transactions', 'is an http address without the port'],
  ])('%s is a warning and no more', (link, message) => {
    expect(warned(link)).toEqual([{ path: '$.Links.Self', message, clause: 'OB Read/Write, Links and pagination', known: false }])
  })

  it('is a known warning where the profile says so', () => {
    expect(warned(`${first}/`, { tolerances: ['trailingSlash'] })).toEqual([expect.objectContaining({ known: true })])
  })

  it.each([first, `${first}?page=1`, undefined, 7])('%s is nothing to warn of here', (link) => expect(warned(link)).toEqual([]))
})

describe('readTrailingLinks', () => {
  const links = { Self: 'https://bank.example/1', Next: 'https://bank.example/2?a="é"' }
  const read = (text: string) => readTrailingLinks(Buffer.from(text))
  const envelope = { Data: { Transaction: [transactionV4()] }, Links: links, Meta: { TotalPages: 2 } }

  it.each([
    ['as a bank writes it', JSON.stringify(envelope)],
    ['last of all', JSON.stringify({ Meta: {}, Data: {}, Links: links })],
    ['with white space', JSON.stringify(envelope, null, 2)],
    [
      'after a member of that name within a row',
      JSON.stringify({ Data: { Transaction: [{ Links: { Next: 'https://evil.example' } }] }, Links: links }),
    ],
    ['after the same member', `{"Links":{"Next":"old"},"Data":{},${JSON.stringify({ Links: links }).slice(1)}`],
    ['after a text that looks like it', JSON.stringify({ Data: { text: ',"Links":{"Next":"https://evil.example"}}' }, Links: links })],
  ])('finds what the whole body says: %s', (_what, text) => {
    expect(read(text)).toMatchObject({ Links: links })
    expect(JSON.parse(text).Links).toEqual(links)
  })

  it.each([
    ['there are none', JSON.stringify({ Data: {} })],
    ['they belong to something within', JSON.stringify({ Data: { Links: links } })],
    ['they belong to a row of a list', JSON.stringify({ Data: [{ Links: links }] })],
    ['a text looks like them', JSON.stringify({ Data: {}, Meta: 'x"Links":{"Next":"https://evil.example"}' })],
    ['a longer name ends like them', JSON.stringify({ Data: {}, 'x"Links': { Next: 'https://evil.example' } })],
    ['much stands behind them', JSON.stringify({ Links: links, Data: { text: 'x'.repeat(9000) } })],
    ['the body is cut off', JSON.stringify(envelope).slice(0, -1)],
    ['the body is nothing but them', '"Links":{}}'],
    ['the body is empty', ''],
  ])('leaves it to the whole body when %s', (_what, text) => {
    expect(read(text)).toBeNull()
  })
})
