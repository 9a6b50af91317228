// Validates bodies against official OpenAPI files, by method, path and status.
import { readFileSync } from 'node:fs'
import type { ValidateFunction } from 'ajv'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { exampleOf } from './openapi-example.ts'

/** What is wrong with a body; empty when nothing is. */
export type Check = (body: unknown) => string[]

export interface OpenApiValidator {
  /** The path as in the file, or with values in place of its parameters. Without content in the file, the body has to be empty. */
  response(method: string, path: string, status: number): Check
  request(method: string, path: string): Check
  /** A schema by its name in components. */
  schema(name: string): Check
  /** An answer with every member that the file has for it. */
  example(method: string, path: string, status: number): unknown
}

type Json = Record<string, unknown>
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Formats of the official files that ajv-formats does not know; their content is checked elsewhere. */
const otherFormats = ['base64', 'JWT', 'OBClientRegistration1', 'Array of patch operations']

const pointerPart = (part: string) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))

/** Throws when the file has no such path, method or status: an endpoint that the standard does not have. */
export const validator = (file: string): OpenApiValidator => {
  const document: unknown = JSON.parse(readFileSync(file, 'utf8'))
  const ajv = new Ajv({ strict: false, allErrors: true })
  addFormats.default(ajv)
  for (const format of otherFormats) ajv.addFormat(format, true)
  ajv.addSchema(document as Json, 'spec')

  const at = (pointer: readonly string[]): { pointer: readonly string[]; value: Json } => {
    let value: unknown = document
    for (const part of pointer) value = isObject(value) ? value[part] : undefined
    if (!isObject(value)) throw new Error(`${file} has no ${pointer.join(' › ')}`)
    const { $ref } = value
    return typeof $ref === 'string' ? at($ref.slice(2).split('/')) : { pointer, value }
  }

  const compiled = new Map<string, ValidateFunction>()
  const check = (pointer: readonly string[]): Check => {
    const $ref = `spec#/${pointer.map(pointerPart).join('/')}`
    const validate = compiled.get($ref) ?? ajv.compile({ $ref })
    compiled.set($ref, validate)
    return (body) =>
      validate(body) ? [] : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`)
  }

  const templates = Object.keys(at(['paths']).value).map((path) => ({
    path,
    pattern: new RegExp(`^${path.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`),
  }))
  const template = (path: string) =>
    (templates.find((one) => one.path === path) ?? templates.find(({ pattern }) => pattern.test(path)))?.path ?? path

  /** Where the one JSON schema of a message is, whatever media types it is listed under; null where it has none. */
  const schemaAt = (pointer: readonly string[]) => {
    const message = at(pointer)
    const types = isObject(message.value.content) ? Object.keys(message.value.content) : []
    const type = types.find((one) => one === 'application/json') ?? types[0]
    return type === undefined ? null : at([...message.pointer, 'content', type, 'schema'])
  }

  const content = (pointer: readonly string[]): Check => {
    const schema = schemaAt(pointer)
    return schema ? check(schema.pointer) : (body) => (body === undefined || body === '' ? [] : ['a body where the standard has none'])
  }

  const responseAt = (method: string, path: string, status: number) => [
    ...['paths', template(path), method.toLowerCase(), 'responses', String(status)],
  ]

  const resolve = (schema: unknown): Json => {
    if (!isObject(schema)) return {}
    return typeof schema.$ref === 'string' ? resolve(at(schema.$ref.slice(2).split('/')).value) : schema
  }

  return {
    response: (method, path, status) => content(responseAt(method, path, status)),
    example: (method, path, status) => exampleOf(schemaAt(responseAt(method, path, status))?.value, resolve),
    request: (method, path) => content(['paths', template(path), method.toLowerCase(), 'requestBody']),
    schema: (name) => check(['components', 'schemas', name]),
  }
}

/** The folder of official files; throws a sentence that says which one is wanted. */
export const specDirectory = (): string => {
  const directory = process.env.TPP_SPEC_DIR
  if (directory) return directory
  throw new Error(
    'The folder with the official OpenAPI files is missing: npm run test:spec -- DIR, where DIR holds v3.1.11/account-info-openapi.json and v4.0.0/account-info-openapi.json',
  )
}
