// Values within a JSON document: by their address (RFC 6901), and changed by a merge patch (RFC 7396).

import { isDeepStrictEqual } from 'node:util'

export type JsonObject = Record<string, unknown>

const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value)

/** RFC 6901 §4. */
export const stepsOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))

/** Undefined when nothing is there. */
export const valueAt = (document: unknown, pointer: string): unknown =>
  stepsOf(pointer).reduce<unknown>((value, part) => (isObject(value) && Object.hasOwn(value, part) ? value[part] : undefined), document)

/** Whether null is a value of its own at a place. */
export type IsNullable = (path: readonly string[]) => boolean

/**
 * RFC 7396 §2: members are replaced, null removes one, and lists are replaced as a whole.
 * Beyond it, null is the value where `isNullable` says so; such members are never absent, so that nothing else is meant.
 */
export const applyPatch = (
  document: unknown,
  patch: JsonObject,
  isNullable: IsNullable = () => false,
  at: readonly string[] = [],
): JsonObject => {
  const result = isObject(document) ? { ...document } : {}
  for (const [name, value] of Object.entries(patch)) {
    const path = [...at, name]
    if (value === null && !isNullable(path)) delete result[name]
    else if (name !== '__proto__') result[name] = isObject(value) ? applyPatch(result[name], value, isNullable, path) : value
  }
  return result
}

/** The smallest patch that makes `wanted` of `document`; null stands for null too, and it is for `applyPatch` to tell. */
export const patchBetween = (document: JsonObject, wanted: JsonObject): JsonObject => {
  const patch: JsonObject = {}
  for (const name of Object.keys(document)) if (!Object.hasOwn(wanted, name)) patch[name] = null
  for (const [name, value] of Object.entries(wanted)) {
    const before = document[name]
    if (isDeepStrictEqual(before, value)) continue
    patch[name] = isObject(before) && isObject(value) ? patchBetween(before, value) : value
  }
  return patch
}

/** The addresses of what a patch changes. */
export const changedPointers = (patch: JsonObject, at = ''): string[] =>
  Object.entries(patch).flatMap(([name, value]) => {
    const pointer = `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
    return isObject(value) && Object.keys(value).length > 0 ? changedPointers(value, pointer) : [pointer]
  })
