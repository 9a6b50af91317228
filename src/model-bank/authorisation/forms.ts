import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** All values of one field of a form; empty when it was left out. */
export function formValues(request: FastifyRequest, name: string): string[] {
  const { body } = request
  const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined
  return (Array.isArray(value) ? value : [value]).filter((item) => typeof item === 'string')
}

export const formValue = (request: FastifyRequest, name: string): string => formValues(request, name)[0] ?? ''

export function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a)
  const right = Buffer.from(b)
  return left.length === right.length && timingSafeEqual(left, right)
}

export const formCsrfMatches = (request: FastifyRequest, expected: string): boolean =>
  expected !== '' && sameText(formValue(request, 'csrf'), expected)

export function cookie(request: FastifyRequest, name: string): string {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='))
  return pairs.find(([key]) => key === name)?.[1] ?? ''
}

export function setCookie(reply: FastifyReply, name: string, value: string, path: string): void {
  reply.header('set-cookie', `${name}=${value}; Path=${path}; HttpOnly; SameSite=Strict`)
}

/** A random value that cannot be guessed, for ids, tokens and secrets: 192 bits in 32 characters. */
export const randomToken = (): string => randomBytes(24).toString('base64url')
