/** Where a request came from, for the person whom it concerns: browser, network and language. */

import type { FastifyRequest } from 'fastify'
import type { Origin } from '../facts/actor.ts'
import { browserLabel } from '../people/browser-label.ts'
import { wordsFor } from './language.ts'

export function originOf(request: FastifyRequest): Origin {
  return {
    agent: browserLabel(request.headers['user-agent']),
    network: request.ip,
    language: wordsFor(request).language,
  }
}
