import { once } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import { openSocket } from '../../../support/raw-http.ts'
import {
  expectedState,
  formType,
  fragmentPage,
  getFrom,
  postTo,
  redirectListeners,
  stillTakesAnAnswer,
} from '../../../support/redirect-listener.ts'

const { listen, closeAll } = redirectListeners()
afterEach(closeAll)

const unsecured = (payload: object) =>
  `${Buffer.from('{"alg":"PS256"}').toString('base64url')}.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.c2ln`

describe('an answer in the query', () => {
  it('is captured, sent on to a clean page, and the listener stops once that page was delivered', async () => {
    const listener = await listen()
    const answer = await getFrom(listener, `/cb/a1?code=secret-code&state=${expectedState}`)
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toBe('/cb/a1/done')
    await expect(listener.captured).resolves.toBe(`${listener.address}?code=secret-code&state=${expectedState}`)
    const done = await getFrom(listener, '/cb/a1/done')
    expect(done.status).toBe(200)
    expect(done.body).toContain('You can close this window')
    expect(done.body).not.toContain('secret-code')
    await listener.closed
    const [error] = await once(openSocket(listener.address), 'error')
    expect(error.code).toBe('ECONNREFUSED')
  })

  it('may be an error of the bank', async () => {
    const listener = await listen()
    expect((await getFrom(listener, `/cb/a1?error=access_denied&state=${expectedState}`)).status).toBe(303)
    await expect(listener.captured).resolves.toContain('error=access_denied')
  })

  it('is kept whole beside the redirect URI’s own query', async () => {
    const listener = await listen({ redirectUri: 'http://127.0.0.1/cb/a1?bank=one' })
    expect((await getFrom(listener, '/cb/a1?bank=one')).body).toContain('<script')
    expect((await getFrom(listener, `/cb/a1?bank=one&code=c&state=${expectedState}`)).status).toBe(303)
    await expect(listener.captured).resolves.toBe(`${listener.address}&code=c&state=${expectedState}`)
  })

  it('stops after a short grace when nobody fetches the clean page', async () => {
    const listener = await listen({ graceMs: 1 })
    await getFrom(listener, `/cb/a1?code=c&state=${expectedState}`)
    await listener.closed
  })

  it('keeps the answer when it is closed afterwards', async () => {
    const listener = await listen()
    await getFrom(listener, `/cb/a1?code=c&state=${expectedState}`)
    await listener.close()
    expect((await getFrom(listener, '/cb/a1/done')).status).toBe(200)
    await expect(listener.captured).resolves.toContain('code=c')
  })
})

describe('an answer in the fragment', () => {
  it('is posted by the page and rebuilt', async () => {
    const listener = await listen()
    const { page, headers } = await fragmentPage(listener)
    expect(page.status).toBe(200)
    expect(page.body.indexOf('history.replaceState')).toBeLessThan(page.body.indexOf('fetch('))
    const fragment = `code=a%20b&id_token=x.y.z&state=${expectedState}`
    expect((await postTo(listener, '/cb/a1/fragment', headers, fragment)).status).toBe(204)
    await expect(listener.captured).resolves.toBe(`${listener.address}#${fragment}`)
    expect((await getFrom(listener, '/cb/a1/done')).status).toBe(200)
  })

  it.each([
    ['without a page token', { 'X-Page-Token': '' }],
    ['with an invented page token', { 'X-Page-Token': 'A'.repeat(43) }],
    ['from another origin', { Origin: 'https://evil.example' }],
    ['from a local file', { Origin: 'null' }],
    ['from another port of this machine', { Origin: 'http://127.0.0.1:1' }],
    ['that the browser calls cross-site', { 'Sec-Fetch-Site': 'cross-site' }],
    ['that the browser calls same-site', { 'Sec-Fetch-Site': 'same-site' }],
  ])('is refused %s', async (_, change) => {
    const listener = await listen()
    const { headers } = await fragmentPage(listener)
    expect((await postTo(listener, '/cb/a1/fragment', { ...headers, ...change }, `code=c&state=${expectedState}`)).status).toBe(403)
    expect(await stillTakesAnAnswer(listener)).toBe(true)
  })

  it('is refused without an Origin', async () => {
    const listener = await listen()
    const { Origin: _, ...headers } = (await fragmentPage(listener)).headers
    expect((await postTo(listener, '/cb/a1/fragment', headers, `code=c&state=${expectedState}`)).status).toBe(403)
    expect(await stillTakesAnAnswer(listener)).toBe(true)
  })

  it('lets each page post once', async () => {
    const listener = await listen()
    const { headers } = await fragmentPage(listener)
    expect((await postTo(listener, '/cb/a1/fragment', headers, 'code=c&state=wrong')).status).toBe(400)
    expect((await postTo(listener, '/cb/a1/fragment', headers, `code=c&state=${expectedState}`)).status).toBe(403)
    expect(await stillTakesAnAnswer(listener)).toBe(true)
  })
})

describe('a posted form (response_mode=form_post)', () => {
  it('is captured although it comes from the bank’s site', async () => {
    const listener = await listen()
    const headers = {
      'Content-Type': `${formType}; charset=UTF-8`,
      Origin: 'https://bank.example',
      'Sec-Fetch-Site': 'cross-site',
      'Sec-Fetch-Mode': 'navigate',
    }
    const answer = await postTo(listener, '/cb/a1', headers, `code=c&state=${expectedState}`)
    expect(answer.status).toBe(303)
    await expect(listener.captured).resolves.toBe(`${listener.address}#code=c&state=${expectedState}`)
  })

  it('is refused when a script posts it, when it is no form, and when it has no state', async () => {
    const listener = await listen()
    const body = `code=c&state=${expectedState}`
    expect((await postTo(listener, '/cb/a1', { 'Content-Type': formType, 'Sec-Fetch-Mode': 'no-cors' }, body)).status).toBe(403)
    expect((await postTo(listener, '/cb/a1', { 'Content-Type': 'text/plain' }, body)).status).toBe(415)
    expect((await postTo(listener, '/cb/a1', { 'Content-Type': formType }, 'code=c')).status).toBe(400)
    expect((await postTo(listener, '/cb/a1', { 'Content-Type': formType }, 'a=b')).status).toBe(400)
    expect(await stillTakesAnAnswer(listener)).toBe(true)
  })
})

describe('a JARM answer', () => {
  it('is captured when the state inside is ours, whoever signed it', async () => {
    const listener = await listen()
    const token = unsecured({ code: 'c', state: expectedState })
    expect((await getFrom(listener, `/cb/a1?response=${token}`)).status).toBe(303)
    await expect(listener.captured).resolves.toBe(`${listener.address}?response=${token}`)
  })

  it('is captured without a state, and encrypted, for the check list to judge', async () => {
    for (const token of [unsecured({ code: 'c' }), 'a.b.c.d.e']) {
      const listener = await listen()
      expect((await getFrom(listener, `/cb/a1?response=${token}`)).status).toBe(303)
    }
  })

  it('is refused with another state inside, twice, or as something else', async () => {
    const listener = await listen()
    const token = unsecured({ code: 'c', state: expectedState })
    expect((await getFrom(listener, `/cb/a1?response=${unsecured({ code: 'c', state: 'wrong' })}`)).status).toBe(400)
    expect((await getFrom(listener, `/cb/a1?response=${token}&response=${token}`)).status).toBe(400)
    expect((await getFrom(listener, '/cb/a1?response=nonsense')).status).toBe(400)
    expect(await stillTakesAnAnswer(listener)).toBe(true)
  })
})
