import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify'
import { refusedAtGate } from './gate.ts'
import { setSecurityHeaders } from './headers.ts'
import { Refusal, refusalAnswer } from './refusal.ts'

const bodyLimit = 1024 * 1024

/** A request line or header that is no HTTP never reaches the gate; it is answered without a word and closed. */
const badRequest =
  'HTTP/1.1 400 Bad Request\r\nConnection: close\r\nX-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\nContent-Length: 0\r\n\r\n'

const refuse = (reply: FastifyReply, refusal: Refusal) => {
  const { status, headers, body } = refusalAnswer(refusal, reply.request.headers)
  return reply.code(status).headers(headers).send(body)
}

const remedy = 'Reload the page.'

const asRefusal = (error: FastifyError | Refusal): Refusal => {
  if (error instanceof Refusal) return error
  if (error.statusCode === 413) return new Refusal(413, 'Body is larger than 1 MiB', 'body', 'Send less at once.')
  if (error.statusCode === 415) return new Refusal(415, 'Body is not application/json', 'Content-Type', remedy)
  if (error.code === 'FST_ERR_BAD_URL') return new Refusal(400, 'Address cannot be decoded', 'path', remedy)
  if (error.statusCode !== undefined && error.statusCode < 500) return new Refusal(400, 'Body is not JSON', 'body', remedy)
  return new Refusal(500, 'The workbench failed at this request', 'request', remedy)
}

/** A server without routes, behind the gate: each answer has the security headers, each refusal is typed. */
export const createGatedServer = (): FastifyInstance => {
  const answer = (
    request: IncomingMessage,
    response: ServerResponse,
    route: (request: IncomingMessage, response: ServerResponse) => void,
  ) => {
    setSecurityHeaders(response)
    const refusal = refusedAtGate(request)
    if (!refusal) return route(request, response)
    const { status, headers, body } = refusalAnswer(refusal, request.headers)
    // The body of a refused request is not read, so the connection cannot serve another one.
    response.writeHead(status, { ...headers, Connection: 'close' }).end(body)
  }

  const app = fastify({
    bodyLimit,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    // SECURITY: in front of the routing, so that no path, known or not, is answered under another name.
    serverFactory(route): Server {
      const options = { requireHostHeader: false, maxHeaderSize: 16 * 1024, headersTimeout: 10_000, requestTimeout: 30_000 }
      const server = createServer(options, (request, response) => answer(request, response, route))
      server.on('clientError', (_error, socket) => (socket.writable ? socket.end(badRequest) : socket.destroy()))
      server.on('checkExpectation', (request, response) => answer(request, response, route))
      return server
    },
    frameworkErrors: (error, _request, reply) => void refuse(reply, asRefusal(error)),
  })
  app.removeContentTypeParser('text/plain')
  app.setErrorHandler((error: FastifyError, _request: FastifyRequest, reply: FastifyReply) => refuse(reply, asRefusal(error)))
  app.setNotFoundHandler((_request, reply) => refuse(reply, new Refusal(404, 'Address does not exist', 'path', 'Go to the start page.')))
  return app
}
