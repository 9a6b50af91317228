// The renderer's policy, the same under every host.

import { randomBytes } from 'node:crypto'

/** In the built index.html this text stands where the nonce belongs. */
export const noncePlaceholder = '__CSP_NONCE__'

export const createNonce = (): string => randomBytes(16).toString('base64')

/** SECURITY: script injection has no source to run from, nowhere to send to and no frame to hide in. The nonce is for style sheets only. */
export const contentSecurityPolicy = (styleNonce?: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self'${styleNonce ? ` 'nonce-${styleNonce}'` : ''}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ')

/** Puts the nonce into the page. It is base64, so it needs no escaping. */
export const withNonce = (page: string, nonce: string): string => page.replaceAll(noncePlaceholder, nonce)
