/**
 * Documents in the shape of those that well-known clients publish, each with a redirect URI that the
 * client then sends: a web app, its desktop and terminal siblings, and editors.
 */

import { newClientKey } from './client-proofs.ts'

const key = newClientKey()

export const publishedShapes = {
  /** As claude.ai: a web app that also serves the desktop and the phone. */
  'a web app': {
    document: {
      client_name: 'Assistant',
      client_uri: 'https://assistant.example',
      logo_uri: 'https://assistant.example/logo.png',
      redirect_uris: ['https://assistant.example/api/mcp/auth_callback'],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
    },
    sends: 'https://assistant.example/api/mcp/auth_callback',
  },
  /** As chatgpt.com: confidential, with its keys beside the document. */
  'a web app with keys': {
    key,
    document: {
      client_name: 'Chat',
      redirect_uris: ['https://chat.example/connector_platform_oauth_redirect'],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: 'ES256',
      jwks: { keys: [key.jwk] },
    },
    sends: 'https://chat.example/connector_platform_oauth_redirect',
  },
  /** As Claude Code and Codex: portless loopback addresses, and any port when it asks. */
  'a terminal': {
    document: {
      client_name: 'Coding Agent',
      client_uri: 'https://assistant.example',
      redirect_uris: ['http://localhost/callback', 'http://127.0.0.1/callback'],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
    },
    sends: 'http://localhost:53682/callback',
  },
  /** As VS Code: a fixed port or a page of its own, and a grant type that is not offered to it. */
  'an editor': {
    document: {
      client_name: 'Editor',
      client_uri: 'https://editor.example/product',
      logo_uri: 'https://editor.example/icon.png',
      redirect_uris: ['http://127.0.0.1:33418/', 'https://editor.example/redirect'],
      grant_types: [
        ...['authorization_code', 'refresh_token'],
        'urn:ietf:params:oauth:grant-type:device_code',
      ],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
      application_type: 'native',
    },
    sends: 'http://127.0.0.1:49152/',
  },
  /** As Cursor: a scheme of one word beside a web page and a loopback address. */
  'an editor with a scheme of its own': {
    document: {
      client_name: 'Code Editor',
      redirect_uris: [
        'cursor://anysphere.cursor-mcp/oauth/callback',
        'https://editor.example/agents/mcp/oauth/callback',
        'http://localhost:8787/callback',
      ],
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
    },
    sends: 'cursor://anysphere.cursor-mcp/oauth/callback',
  },
} as const
