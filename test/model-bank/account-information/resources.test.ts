// Everything beside accounts, balances and transactions: what each permission opens, and how each version writes it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accountIdsOf } from '../../../src/model-bank/data/customers.ts'
import { permission } from '../../../src/shared/model/account-access-consent.ts'
import type { Item, TestBank } from '../../support/account-information.ts'
import { apiVersions, origin, startTestBank } from '../../support/account-information.ts'

let bank: TestBank
beforeAll(async () => {
  bank = await startTestBank()
})
afterAll(() => bank.app.close())

const [current = '', savings = ''] = accountIdsOf('amelia')
const [empty = ''] = accountIdsOf('eira')
const [business = ''] = accountIdsOf('brightside')

/** Path below an account, bulk path, name of the list, and the permissions of which one opens it. */
const resources = [
  ['/beneficiaries', '/beneficiaries', 'Beneficiary', ['ReadBeneficiariesBasic', 'ReadBeneficiariesDetail']],
  ['/direct-debits', '/direct-debits', 'DirectDebit', ['ReadDirectDebits']],
  ['/standing-orders', '/standing-orders', 'StandingOrder', ['ReadStandingOrdersBasic', 'ReadStandingOrdersDetail']],
  ['/product', '/products', 'Product', ['ReadProducts']],
  ['/offers', '/offers', 'Offer', ['ReadOffers']],
  ['/party', null, 'Party', ['ReadParty']],
  ['/parties', null, 'Party', ['ReadParty']],
  ['/scheduled-payments', '/scheduled-payments', 'ScheduledPayment', ['ReadScheduledPaymentsBasic', 'ReadScheduledPaymentsDetail']],
  ['/statements', '/statements', 'Statement', ['ReadStatementsBasic', 'ReadStatementsDetail']],
] as const

const listOf = (data: Item | undefined, name: string): Item[] => {
  const list = data?.[name]
  return Array.isArray(list) ? list : []
}

describe.each(apiVersions)('version %s', (version) => {
  const get = (path: string, token: string) => bank.call('GET', version, path, { token })
  const withPermissions = (customer: string, ...Permissions: string[]) =>
    bank.authorised({ version, customer, terms: { Permissions: ['ReadAccountsBasic', ...Permissions] } })
  const items = async (path: string, name: string, token: string) => {
    const answer = await get(path, token)
    expect([path, answer.status]).toEqual([path, 200])
    return listOf(answer.json?.Data, name)
  }
  const mismatch = version === '4.0' ? 'U008' : 'UK.OBIE.Resource.ConsentMismatch'

  test.each(resources)('%s: its permissions open it, and no others', async (one, bulk, _list, needed) => {
    const paths = [`/accounts/${current}${one}`, ...(bulk === null ? [] : [bulk])]
    const others = permission.options.filter((code) => !needed.some((wanted) => wanted === code))
    const without = await withPermissions('amelia', ...others)
    for (const path of paths) {
      const answer = await get(path, without.token)
      expect([path, answer.status, answer.json?.Errors[0]?.ErrorCode]).toEqual([path, 403, mismatch])
    }
    for (const code of needed) {
      const { token } = await withPermissions('amelia', code)
      for (const path of paths) expect([path, (await get(path, token)).status]).toEqual([path, 200])
    }
  })

  test.each(resources)('%s of an account outside the consent is refused like one that does not exist', async (one) => {
    const { token } = await bank.authorised({ version, accountIds: [savings] })
    for (const accountId of [current, business, 'no-such-account']) {
      const answer = await get(`/accounts/${accountId}${one}`, token)
      expect([answer.status, answer.json?.Errors[0]?.ErrorCode]).toEqual([403, mismatch])
    }
  })

  test.each(resources)('%s: only GET, only JSON', async (one, bulk) => {
    const { token } = await bank.authorised({ version })
    for (const path of [`/accounts/${current}${one}`, bulk ?? '/party']) {
      for (const method of ['HEAD', 'POST', 'PUT', 'DELETE'] as const) {
        const answer = await bank.call(method, version, path, { token })
        expect([answer.status, answer.headers.allow]).toEqual([405, 'GET'])
      }
      expect((await bank.call('GET', version, path, { token, headers: { accept: 'text/html' } })).status).toBe(406)
      expect((await bank.call('GET', version, path, { token: null })).status).toBe(401)
    }
  })

  test.each(resources.filter(([, bulk]) => bulk !== null))('%s: the bulk call answers what the single ones do', async (one, bulk, list) => {
    for (const customer of ['amelia', 'brightside', 'jordan', 'eira']) {
      const { token } = await bank.authorised({ version, customer })
      const all = await items(bulk ?? '', list, token)
      const each = await Promise.all(accountIdsOf(customer).map((accountId) => items(`/accounts/${accountId}${one}`, list, token)))
      expect(new Set(all.map((item) => JSON.stringify(item)))).toEqual(new Set(each.flat().map((item) => JSON.stringify(item))))
      expect(all).toHaveLength(each.flat().length)
    }
  })

  test.each(['beneficiaries', 'direct-debits', 'standing-orders', 'offers', 'scheduled-payments'])('no %s: an empty list', async (name) => {
    const { token } = await bank.authorised({ version, customer: 'eira', accountIds: [empty] })
    const list = resources.find(([one]) => one === `/${name}`)?.[2] ?? ''
    for (const path of [`/${name}`, `/accounts/${empty}/${name}`]) {
      const { status, json } = await get(path, token)
      expect([status, json?.Data, json?.Meta]).toEqual([200, { [list]: [] }, { TotalPages: 1 }])
    }
  })

  test.each([
    ['Beneficiaries', '/beneficiaries', 'Beneficiary', ['CreditorAccount', 'CreditorAgent']],
    ['StandingOrders', '/standing-orders', 'StandingOrder', ['CreditorAccount']],
    ['ScheduledPayments', '/scheduled-payments', 'ScheduledPayment', ['CreditorAccount', 'CreditorAgent']],
    ['Statements', '/statements', 'Statement', ['StatementAmount']],
  ])('Read%sBasic and Detail differ by these elements', async (cluster, path, list, elements) => {
    const keysWith = async (...levels: string[]) => {
      const { token } = await withPermissions('brightside', ...levels.map((level) => `Read${cluster}${level}`))
      return new Set((await items(path, list, token)).flatMap((item) => Object.keys(item)))
    }
    const basic = await keysWith('Basic')
    const detail = await keysWith('Detail')
    expect(new Set([...basic, ...elements])).toEqual(detail)
    expect(basic.size).toBe(detail.size - elements.length)
    expect(await keysWith('Basic', 'Detail')).toEqual(detail)
  })

  test('/party is the person who authorised the consent, /parties everyone of the account, /accounts/…/party its holder', async () => {
    const { token } = await bank.authorised({ version, customer: 'brightside' })
    const one = async (path: string) => (await get(path, token)).json?.Data.Party
    expect(await one('/party')).toMatchObject({ Name: 'Rhian Bowen', PartyType: 'Delegate', LegalStructure: 'UK.OBIE.Individual' })
    expect(await one(`/accounts/${business}/party`)).toMatchObject({
      FullLegalName: 'BRIGHTSIDE DESIGN LIMITED',
      LegalStructure: 'UK.OBIE.PrivateLimitedCompany',
      Relationships: { Account: { Id: business, Related: `${origin}/open-banking/v${version}/aisp/accounts/${business}` } },
      Address: [{ AddressType: version === '4.0' ? 'BIZZ' : 'Business', Country: 'GB', TownName: 'Bristol' }],
    })
    const all = await items(`/accounts/${business}/parties`, 'Party', token)
    expect(all.map(({ Name }) => Name)).toEqual(['Brightside Design Ltd', 'Rhian Bowen', 'Marcus Adeyemi'])
    expect(all.filter(({ BeneficialOwnership }) => BeneficialOwnership)).toHaveLength(2)
    expect('LEI' in all[0]!).toBe(version === '4.0')
  })

  test('/party needs ReadPartyPSU, and ReadParty is not enough', async () => {
    const { token } = await withPermissions('amelia', 'ReadParty')
    expect((await get('/party', token)).status).toBe(403)
    const other = await withPermissions('amelia', 'ReadPartyPSU')
    expect((await get('/party', other.token)).status).toBe(200)
    expect((await get(`/accounts/${current}/party`, other.token)).status).toBe(403)
  })

  test('a joint account has both its holders', async () => {
    const { token } = await bank.authorised({ version, customer: 'jordan' })
    const all = await items(`/accounts/${accountIdsOf('jordan')[0]}/parties`, 'Party', token)
    expect(all.map(({ Name, PartyType }) => [Name, PartyType])).toEqual([
      ['Jordan Reid', 'Joint'],
      ['Casey Reid', 'Joint'],
    ])
  })

  test('products are of the type of their account', async () => {
    const { token } = await bank.authorised({ version })
    const types = (await items('/products', 'Product', token)).map(({ ProductType, ...rest }) => [
      ProductType,
      'PCA' in rest,
      'OtherProductType' in rest,
    ])
    expect(types).toEqual([
      ['PersonalCurrentAccount', true, false],
      ['Other', false, true],
      ['Other', false, true],
    ])
    const other = await bank.authorised({ version, customer: 'brightside' })
    expect(await items(`/accounts/${business}/product`, 'Product', other.token)).toMatchObject([
      {
        ProductType: 'BusinessCurrentAccount',
        AccountId: business,
        BCA: { OtherFeesCharges: [{ FeeChargeDetail: [{ FeeAmount: '12.50' }] }] },
      },
    ])
  })
})

test('a direct debit and a standing order in the words of each version', async () => {
  const { token } = await bank.authorised({ version: '3.1', customer: 'jordan' })
  const named = async (version: (typeof apiVersions)[number], path: string, list: string) => {
    const { json } = await bank.call('GET', version, path, { token })
    return listOf(json?.Data, list)
  }
  const tv = (all: Item[]) => all.find(({ Name }) => Name === 'TV Licence Office')
  const common = {
    PreviousPaymentAmount: { Amount: '43.63', Currency: 'GBP' },
    PreviousPaymentDateTime: expect.stringMatching(/^2026-08-21T/),
  }
  expect(tv(await named('3.1', '/direct-debits', 'DirectDebit'))).toMatchObject({
    ...common,
    MandateIdentification: 'TV-3300417',
    DirectDebitStatusCode: 'Active',
    Frequency: 'UK.OBIE.Quarterly',
  })
  expect(tv(await named('4.0', '/direct-debits', 'DirectDebit'))).toMatchObject({
    ...common,
    DirectDebitStatusCode: 'ACTV',
    MandateRelatedInformation: { MandateIdentification: 'TV-3300417', Frequency: { Type: 'QURT', CountPerPeriod: 1 } },
  })
  expect(await named('3.1', '/standing-orders', 'StandingOrder')).toMatchObject([
    {
      Frequency: 'IntrvlWkDay:01:02',
      Reference: 'REID PIANO',
      StandingOrderStatusCode: 'Active',
      NextPaymentDateTime: '2026-11-03T00:00:00+00:00',
    },
  ])
  const [order] = await named('4.0', '/standing-orders', 'StandingOrder')
  expect(order).toMatchObject({
    StandingOrderStatusCode: 'ACTV',
    MandateRelatedInformation: { Frequency: { Type: 'WEEK', PointInTime: '02' } },
    RemittanceInformation: { Structured: [{ CreditorReferenceInformation: { Reference: 'REID PIANO' } }] },
    NextPaymentAmount: { Amount: '12.00', Currency: 'GBP' },
  })
  expect(order).not.toHaveProperty('Frequency')
})
