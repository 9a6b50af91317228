// Places in a bank profile (RFC 6901) and changes to it (RFC 7396).

import type { BankProfile, ValueSource } from '../../shared/model/bank-profile.ts'

export type Json = Record<string, unknown>
export const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

export const stepsOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))

export const pointerOf = (steps: readonly string[]): string =>
  steps.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

/** As the core names fields, and as labels are kept. */
export const dotted = (pointer: string): string => stepsOf(pointer).join('.')

export const valueAt = (value: unknown, pointer: string): unknown =>
  stepsOf(pointer).reduce<unknown>((within, step) => (isObject(within) ? within[step] : undefined), value)

const covers = (pointer: string) => (other: string) => pointer === other || pointer.startsWith(`${other}/`)

/** The longest pointer that leads to the value, or to what holds it, is the one that counts. */
export const sourceOf = (sources: readonly ValueSource[], pointer: string): ValueSource | undefined =>
  sources.filter((source) => covers(pointer)(source.pointer)).toSorted((a, b) => b.pointer.length - a.pointer.length)[0]

/** Where a merge patch changes something; lists are replaced as a whole, so nothing inside of them is named. */
export const changedPointers = (patch: unknown, at: readonly string[] = []): string[] =>
  isObject(patch) && (at.length === 0 || Object.keys(patch).length > 0)
    ? Object.entries(patch).flatMap(([key, value]) => changedPointers(value, [...at, key]))
    : [pointerOf(at)]

/** The overridden pointers that concern a value: it, what is inside of it, or what it is inside of. */
export const overriddenAt = ({ overrides }: Pick<BankProfile, 'overrides'>, pointer: string): string[] =>
  overrides ? changedPointers(overrides).filter((one) => covers(one)(pointer) || covers(pointer)(one)) : []

/** The object with another value there; what leads to it is made. */
export const withValue = (object: Json, pointer: string, value: unknown): Json => {
  const [step, ...rest] = stepsOf(pointer)
  if (step === undefined) return object
  if (rest.length === 0) return { ...object, [step]: value }
  const inner = object[step]
  return { ...object, [step]: withValue(isObject(inner) ? inner : {}, pointerOf(rest), value) }
}

/** The patch without its change there, and without what is empty then; null when nothing is left. */
export const withoutChange = (patch: Json, pointer: string): Json | null => {
  const [step, ...rest] = stepsOf(pointer)
  if (step === undefined) return null
  const { [step]: inner, ...others } = patch
  const left = rest.length > 0 && isObject(inner) ? withoutChange(inner, pointerOf(rest)) : null
  const all = left === null ? others : { ...others, [step]: left }
  return Object.keys(all).length === 0 ? null : all
}

/**
 * The merge patch that makes `after` of `before`. To the core, null in it is null where that is a value, and else takes away.
 * `leftOut` has what stands for members that are gone, where null would be a value other than their default.
 */
export const patchBetween = (before: Json, after: Json, leftOut: Json = {}): Json => {
  const inside = (key: string): Json => (isObject(leftOut[key]) ? leftOut[key] : {})
  const instead = (key: string): unknown => (isObject(leftOut[key]) ? null : (leftOut[key] ?? null))
  const gone = Object.keys(before).filter((key) => !Object.hasOwn(after, key))
  const changed = Object.entries(after).flatMap(([key, value]): [string, unknown][] => {
    const old = before[key]
    if (isObject(old) && isObject(value)) {
      const inner = patchBetween(old, value, inside(key))
      return Object.keys(inner).length > 0 ? [[key, inner]] : []
    }
    return JSON.stringify(old) === JSON.stringify(value) ? [] : [[key, value]]
  })
  return Object.fromEntries([...changed, ...gone.map((key): [string, unknown] => [key, instead(key)])])
}

/** One patch that does what both do, one after the other. */
export const composed = (first: Json, second: Json): Json =>
  Object.assign(
    { ...first },
    ...Object.entries(second).map(([key, value]) => {
      const before = first[key]
      return { [key]: isObject(before) && isObject(value) ? composed(before, value) : value }
    }),
  )
