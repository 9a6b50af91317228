import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyPatch, changedPointers, type JsonObject, patchBetween, valueAt } from '../../../../src/main/core/bank-profiles/json-values.ts'

describe('applyPatch', () => {
  // RFC 7396 Appendix A, those whose patch is an object.
  test.each<[document: unknown, patch: JsonObject, result: unknown]>([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: 'b', c: null }, { a: 'b' }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('%j with %j', (document, patch, result) => expect(applyPatch(document, patch)).toEqual(result))

  test('null is a value where it is said to be one, and only there', () => {
    const isNullable = (path: readonly string[]) => path.join('/') === 'a/b'
    expect(applyPatch({ a: { b: 1, c: 2 }, b: 3 }, { a: { b: null, c: null }, b: null }, isNullable)).toEqual({ a: { b: null } })
    expect(applyPatch({ a: null }, { a: { c: 1, b: null } }, isNullable)).toEqual({ a: { c: 1, b: null } })
  })

  test('a patch changes no prototype', () => {
    const patched = applyPatch({}, JSON.parse('{"__proto__": {"polluted": true}}'))
    expect(Reflect.get(patched, 'polluted')).toBeUndefined()
  })
})

describe('patchBetween', () => {
  const name = fc.constantFrom('a', 'b', 'c', 'd')
  const { object } = fc.letrec<{ value: unknown; object: JsonObject }>((tie) => ({
    value: fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.array(fc.integer(), { maxLength: 3 }), tie('object')),
    object: fc.dictionary(name, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  }))

  test('leads from one document to the other', () => {
    fc.assert(
      fc.property(object, object, (document, wanted) => void expect(applyPatch(document, patchBetween(document, wanted))).toEqual(wanted)),
    )
  })

  test('is empty between equals', () => {
    fc.assert(fc.property(object, (document) => void expect(patchBetween(document, structuredClone(document))).toEqual({})))
  })
})

test('pointers lead to what a patch changes', () => {
  const patch = { a: { 'b/c': 1, d: {} }, '~': null }
  expect(changedPointers(patch)).toEqual(['/a/b~1c', '/a/d', '/~0'])
  expect(changedPointers(patch).map((pointer) => valueAt(patch, pointer))).toEqual([1, {}, null])
  expect(['/a/x', '/a/b~1c/x', '/__proto__/toString'].map((pointer) => valueAt(patch, pointer))).toEqual([undefined, undefined, undefined])
})
