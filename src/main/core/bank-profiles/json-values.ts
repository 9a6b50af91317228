// Values within a JSON document: by their address (RFC 6901), and changed by a merge patch (RFC 7396).

import { isDeepStrictEqual } from 'node:util'

export type JsonObject = Record<string, unknown>

const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value)

/** RFC 6901 §4; undefined when nothing is there. */
export const valueAt = (document: unknown, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((value, part) => (isObject(value) && Object.hasOwn(value, part) ? value[part] : undefined), document)

/** RFC 7396 §2: members are replaced, null removes one, and lists are replaced as a whole. */
export const applyPatch = (document: unknown, patch: JsonObject): JsonObject => {
  const result = isObject(document) ? { ...document } : {}
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name]
    else if (name !== '__proto__') result[name] = isObject(value) ? applyPatch(result[name], value) : value
  }
  return result
}

/** The smallest patch that makes `wanted` of `document`. */
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
