import { describe, expect, it } from 'vitest'
import type { BankSession } from '../../../../src/main/core/bank/session.ts'
import { createTokenCache } from '../../../../src/main/core/bank/tokens.ts'
import { appErrorOf } from '../../../support/bank-answer.ts'
import { goodTokens, shareTokenBank } from '../../../support/token-server.ts'

const setting = shareTokenBank()
const context = { step: 'token' }

describe('createTokenCache', () => {
  const start = Date.parse('2026-06-01T12:00:00Z')
  const cacheAt = () => {
    const time = { at: start }
    return { time, cache: createTokenCache({ now: () => new Date(time.at) }) }
  }
  const answerWith = (...tokens: string[]) => {
    for (const access_token of tokens) setting().server.willAnswer(200, { ...goodTokens, access_token })
  }

  it('keeps a token until ten seconds before its end', async () => {
    const { time, cache } = cacheAt()
    answerWith('one', 'two')
    const ask = async () => (await cache.clientCredentials(setting().bank, setting().session(), 'accounts', context)).accessToken
    expect(await ask()).toBe('one')
    time.at = start + 289_999
    expect(await ask()).toBe('one')
    time.at = start + 290_000
    expect(await ask()).toBe('two')
    expect(setting().server.calls).toHaveLength(2)
  })

  it('keeps apart scopes, registrations and certificates', async () => {
    const { cache } = cacheAt()
    answerWith('one', 'two', 'three', 'four')
    const ask = async (from: BankSession, scope: string) =>
      (await cache.clientCredentials(setting().bank, from, scope, context)).accessToken
    expect(await ask(setting().session(), 'accounts')).toBe('one')
    expect(await ask(setting().session(), 'openid accounts')).toBe('two')
    expect(await ask({ ...setting().session(), bankRegistrationId: 'other' }, 'accounts')).toBe('three')
    expect(await ask({ ...setting().session(), identity: { ...setting().session().identity, ...setting().renewed } }, 'accounts')).toBe(
      'four',
    )
    expect(setting().server.calls.map(({ peer }) => peer)).toEqual(['tpp', 'tpp', 'tpp', 'tpp renewed'])
    expect(await ask(setting().session(), 'accounts')).toBe('one')
  })

  it('forgets the tokens of one registration', async () => {
    const { cache } = cacheAt()
    answerWith('one', 'other', 'two')
    const other = { ...setting().session(), bankRegistrationId: 'other' }
    await cache.clientCredentials(setting().bank, setting().session(), 'accounts', context)
    await cache.clientCredentials(setting().bank, other, 'accounts', context)
    cache.forget(setting().session().bankRegistrationId)
    expect((await cache.clientCredentials(setting().bank, setting().session(), 'accounts', context)).accessToken).toBe('two')
    expect((await cache.clientCredentials(setting().bank, other, 'accounts', context)).accessToken).toBe('other')
  })

  it('keeps neither a token of unknown life nor a failure', async () => {
    const { cache } = cacheAt()
    setting().server.willAnswer(200, { ...goodTokens, expires_in: undefined })
    setting().server.willAnswer(400, { error: 'invalid_scope' })
    answerWith('three')
    await cache.clientCredentials(setting().bank, setting().session(), 'accounts', context)
    const error = await appErrorOf(() => cache.clientCredentials(setting().bank, setting().session(), 'accounts', context))
    expect(error.details.bank?.error).toBe('invalid_scope')
    expect((await cache.clientCredentials(setting().bank, setting().session(), 'accounts', context)).accessToken).toBe('three')
  })

  describe('while a token is being asked for', () => {
    const asking = () => {
      const { cache } = cacheAt()
      const ask = async (signal?: AbortSignal) =>
        (await cache.clientCredentials(setting().bank, setting().session(), 'accounts', { ...context, signal })).accessToken
      return { cache, ask }
    }

    it('all who ask get that one', async () => {
      const { ask } = asking()
      answerWith('one')
      expect(await Promise.all([ask(), ask(), ask(), ask(), ask()])).toEqual(['one', 'one', 'one', 'one', 'one'])
      expect(setting().server.calls).toHaveLength(1)
    })

    it('all learn of its failure, which is not kept', async () => {
      const { ask } = asking()
      setting().server.willAnswer(400, { error: 'invalid_scope' })
      const failures = await Promise.all([appErrorOf(ask), appErrorOf(ask)])
      expect(failures.map(({ details }) => details.bank?.error)).toEqual(['invalid_scope', 'invalid_scope'])
      expect(setting().server.calls).toHaveLength(1)
      answerWith('two')
      expect(await ask()).toBe('two')
    })

    it('one that is forgotten is still for who waits, and for nobody after', async () => {
      const { cache, ask } = asking()
      answerWith('one', 'two')
      const waiting = ask()
      cache.forget(setting().session().bankRegistrationId)
      const after = ask()
      expect([await waiting, await after, await ask()]).toEqual(['one', 'two', 'two'])
      expect(setting().server.calls).toHaveLength(2)
    })

    it('who cancels leaves it to the others', async () => {
      const { ask } = asking()
      answerWith('one')
      const canceller = new AbortController()
      const first = appErrorOf(() => ask(canceller.signal))
      const second = ask(new AbortController().signal)
      canceller.abort()
      expect(await first).toMatchObject({ code: 'CANCELLED' })
      expect(await second).toBe('one')
      expect(setting().server.calls).toHaveLength(1)
    })

    it('nothing is sent for who has cancelled before', async () => {
      const { ask } = asking()
      expect(await appErrorOf(() => ask(AbortSignal.abort()))).toMatchObject({ code: 'CANCELLED' })
      expect(setting().server.calls).toHaveLength(0)
    })
  })
})
